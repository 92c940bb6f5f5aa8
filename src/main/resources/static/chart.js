// Draws lines and heat maps over time. All charts share the range, the cursor and the shaded breaches.

import { brokenAt, onBreaches, shades } from './breaches.js';
import { axisMoment, moment, value as figure } from './format.js';
import { current, onChange, zoom } from './range.js';
import { part, setText } from './table.js';

const GROUP = 'time';
const FAR = '600px';
const DRAW_EVERY_MILLIS = 1000;

let library;
const charts = new Set();

/** The charts' library is large: it comes once something is to be drawn, after the page stands. */
function loadLibrary() {
  library ??= import('./assets/echarts/echarts.esm.min.js').then((echarts) => {
    echarts.connect(GROUP);
    return echarts;
  });
  return library;
}

const seen = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => {
  const chart = [...charts].find((one) => one.element === target);
  if (chart) {
    chart.near = isIntersecting;
    chart.refresh();
  }
}), { rootMargin: FAR });

export const tone = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const colour = (index) => tone(`series-${(index % 8) + 1}`);

/**
 * One chart in a figure of its own.
 *
 * options: { id, title, unit, hint, load: range => promise, lines: () => [Line], limits: () => [{ name, value }],
 * stacked, top, heat: () => { edges, columns }, empty: sentence }.
 */
export class Chart {
  near = false;
  #options;
  #canvas;
  #drawing;
  #loaded;
  #answered = false;
  #failure;
  #drawnAt = 0;
  #cursor;

  constructor(parent, options) {
    this.#options = options;
    this.element = document.createElement('figure');
    this.element.className = 'chart';
    this.element.dataset.chart = options.id;
    const caption = part(this.element, 'chart-head', 'figcaption');
    setText(part(caption, 'chart-title', 'span'), options.title);
    setText(part(caption, 'chart-hint', 'span'), options.hint ?? '');
    this.#canvas = part(this.element, 'chart-canvas', 'div');
    this.#canvas.setAttribute('role', 'img');
    part(this.element, 'chart-empty', 'p').hidden = true;
    part(this.element, 'chart-legend', 'ul');
    parent.append(this.element);
    charts.add(this);
    seen.observe(this.element);
  }

  /** Takes the chart off the page. */
  close() {
    seen.unobserve(this.element);
    charts.delete(this);
    this.#drawing?.dispose();
    this.element.remove();
  }

  /** Reads what the range shows, if anybody may see it, and draws it. */
  async refresh() {
    const range = current();
    const wanted = `${range.live ? `live ${range.to - range.from}` : `${range.from} ${range.to}`}`;
    if (!this.near || this.#loaded === wanted) {
      return;
    }
    this.#loaded = wanted;
    try {
      await this.#options.load?.(range);
      this.#failure = undefined;
    } catch (problem) {
      this.#failure = problem.message;
      this.#loaded = undefined;
    }
    this.#answered = true;
    if (this.#loaded === wanted || this.#failure) {
      await this.draw();
    }
  }

  /** Reads anew what is shown: it has changed, or was not told while the stream was cut. */
  reload() {
    this.#loaded = undefined;
    this.refresh();
  }

  async draw() {
    // What was not answered yet is not empty.
    if (!this.near || !this.#answered) {
      return;
    }
    const echarts = await loadLibrary();
    const range = current();
    this.#drawnAt = performance.now();
    const lines = this.#options.heat ? [] : this.#options.lines().filter((line) => line.points.length > 0);
    const heat = this.#options.heat?.();
    const points = heat ? heat.columns.filter(({ counts }) => counts.some((count) => count > 0)).length
      : Math.max(0, ...lines.map((line) => line.points.length));
    this.#sayWhyEmpty(points);
    if (points > 0) {
      this.#drawing ??= this.#create(echarts);
      this.#drawing.resize();
      const option = heat ? heatOption(heat, range) : lineOption(this.#options, lines, range);
      this.#drawing.setOption(option, { replaceMerge: ['series'], lazyUpdate: false });
    }
    this.#legend(lines, heat);
    this.element.dataset.points = points;
    this.element.dataset.drawn = performance.now();
  }

  /** Draws again when the range moves on with the clock. */
  tick() {
    const { live, step } = current();
    if (live && this.near && this.#loaded
      && performance.now() - this.#drawnAt >= Math.max(DRAW_EVERY_MILLIS, Math.min(step, 15_000))) {
      this.draw();
    }
  }

  /** Other colours, the same figures. */
  repaint() {
    this.#drawing?.dispose();
    this.#drawing = undefined;
    this.draw();
  }

  #sayWhyEmpty(points) {
    const text = this.#failure ?? this.#options.empty?.() ?? 'Not measured in this range.';
    const sentence = part(this.element, 'chart-empty', 'p');
    sentence.hidden = points > 0;
    setText(sentence, points > 0 ? '' : text);
    this.#canvas.hidden = points === 0;
  }

  #create(echarts) {
    const drawing = echarts.init(this.#canvas, null, { renderer: 'canvas' });
    drawing.group = GROUP;
    // Told to every chart of the group, and without a place when the pointer has left.
    drawing.on('updateAxisPointer', ({ axesInfo }) => {
      this.#cursor = axesInfo?.find(({ axisDim }) => axisDim === 'x')?.value;
      this.#legend(this.#options.heat ? [] : this.#options.lines(), this.#options.heat?.());
      sayCursor(this.#cursor);
    });
    drawing.on('datazoom', ({ batch }) => {
      const [{ startValue, endValue } = {}] = batch ?? [];
      if (Number.isFinite(startValue) && endValue > startValue) {
        zoom(startValue, endValue);
      }
    });
    drawing.setOption(frame(this.#options));
    drawing.dispatchAction({ type: 'takeGlobalCursor', key: 'dataZoomSelect', dataZoomSelectActive: true });
    return drawing;
  }

  /** Names and figures as text: the last ones, or those under the cursor. */
  #legend(lines, heat) {
    const list = part(this.element, 'chart-legend', 'ul');
    const rows = heat ? heatLegend(heat) : lines.map((line, index) => {
      const point = this.#cursor === undefined ? line.points.at(-1) : nearest(line.points, this.#cursor);
      return { name: line.name, colour: colour(index), text: point ? figure(point[1], this.#options.unit) : '–' };
    });
    (this.#options.limits?.() ?? []).forEach((limit) => rows.push({
      name: limit.name, colour: tone('critical'), text: figure(limit.value, this.#options.unit), limit: true,
    }));
    while (list.children.length > rows.length) {
      list.lastChild.remove();
    }
    rows.forEach((row, index) => {
      const item = list.children[index] ?? list.appendChild(document.createElement('li'));
      const swatch = part(item, 'swatch', 'i');
      swatch.style.background = row.colour;
      swatch.classList.toggle('dashed', row.limit === true);
      setText(part(item, 'name', 'span'), row.name);
      setText(part(item, 'figure', 'b'), row.text);
    });
    this.#canvas.setAttribute('aria-label', `${this.#options.title}: ${rows.length === 0
      ? 'nothing measured' : rows.map(({ name, text }) => `${name} ${text}`).join(', ')}`);
  }
}

/** The instant under the cursor, and what was broken then. */
function sayCursor(at) {
  const broken = at === undefined ? [] : brokenAt(at);
  setText(document.getElementById('cursor'), at === undefined ? ''
    : `${moment(at)}${broken.length > 0 ? ` · broken: ${broken.join(', ')}` : ''}`);
}

function nearest(points, at) {
  let low = 0;
  let high = points.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (points[middle][0] <= at) {
      low = middle;
    } else {
      high = middle;
    }
  }
  const [a, b] = [points[low], points[high]];
  return a && b && Math.abs(b[0] - at) < Math.abs(a[0] - at) ? b : a;
}

// --- what the library is told --------------------------------------------------------------------------------------

const frame = () => ({
  animation: false,
  textStyle: { fontFamily: 'inherit' },
  grid: { left: 58, right: 12, top: 10, bottom: 24 },
  // Its figures stand in the legend: a box that follows the cursor would hide what is pointed at.
  tooltip: { trigger: 'axis', showContent: false, axisPointer: { type: 'line', animation: false } },
  // Only to draw out a stretch; its own buttons would be the only ones a keyboard cannot reach.
  toolbox: { itemSize: 0, left: -100, feature: { dataZoom: { yAxisIndex: false, filterMode: 'none' } } },
});

const timeAxis = ({ from, to }) => ({
  type: 'time',
  min: from,
  max: to,
  axisLine: { lineStyle: { color: tone('line') } },
  axisTick: { show: false },
  axisLabel: { color: tone('soft'), hideOverlap: true, formatter: (at) => axisMoment(at, to - from), fontSize: 11 },
  axisPointer: { snap: false, label: { show: false }, lineStyle: { color: tone('soft') } },
  splitLine: { show: false },
  splitNumber: 4,
});

function lineOption({ unit, stacked, top, limits = () => [] }, lines, range) {
  const marks = limits();
  return {
    xAxis: timeAxis(range),
    yAxis: {
      type: 'value',
      min: ({ min }) => Math.min(0, min),
      max: ({ max }) => Math.max(top ?? 0, max * 1.05, ...marks.filter((mark) => mark.value < max * 4).map(({ value }) => value * 1.05)),
      axisLabel: { color: tone('soft'), formatter: (value) => axisFigure(value, unit), fontSize: 11, showMaxLabel: false },
      axisPointer: { show: false },
      splitLine: { lineStyle: { color: tone('line') } },
      splitNumber: 3,
    },
    series: [
      ...lines.map((line, index) => ({
        type: 'line',
        name: line.name,
        data: withGaps(line.points),
        showSymbol: line.points.length === 1,
        symbolSize: 4,
        sampling: 'lttb',
        lineStyle: { width: stacked ? 0 : 1.5, color: colour(index) },
        itemStyle: { color: colour(index) },
        areaStyle: stacked || lines.length === 1 ? { color: colour(index), opacity: stacked ? 0.7 : 0.12 } : undefined,
        stack: stacked ? 'all' : undefined,
        emphasis: { disabled: true },
        silent: true,
      })),
      shading(range, marks),
    ],
  };
}

/** Parts of a byte stand on the axis of a line that is nothing but zero. */
const axisFigure = (value, unit) => (unit.startsWith('B') && value > 0 && value < 1 ? '' : figure(value, unit));

/** Breaches and limits hang on a line of their own, so that they stand without any other. */
function shading(range, marks) {
  return {
    type: 'line',
    name: '',
    data: [],
    silent: true,
    markArea: {
      silent: true,
      data: shades(range).map(({ from, to, severity }) => [
        { xAxis: from, itemStyle: { color: tone(severity), opacity: 0.08 } }, { xAxis: Math.max(to, from + 1) }]),
    },
    markLine: {
      silent: true,
      symbol: 'none',
      label: { show: false },
      lineStyle: { color: tone('critical'), type: 'dashed', width: 1.2 },
      data: marks.map(({ value }) => ({ yAxis: value })),
    },
  };
}

/** A line breaks where nothing was measured, and does not pretend. */
function withGaps(points) {
  const steps = points.slice(1).map(([at], index) => at - points[index][0]).sort((a, b) => a - b);
  const longest = (steps[steps.length >> 1] ?? 0) * 3.5;
  return points.flatMap(([at, value], index) => (
    index > 0 && at - points[index - 1][0] > longest ? [[at - 1, null], [at, value]] : [[at, value]]));
}

function heatOption({ edges, columns, width }, range) {
  const most = Math.max(1, ...columns.flatMap(({ counts }) => counts));
  const cells = columns.flatMap(({ at, counts }) => counts.map((count, row) => [at, row, count])
    .filter(([, , count]) => count > 0));
  return {
    xAxis: timeAxis(range),
    yAxis: {
      type: 'value',
      min: 0,
      max: Math.max(1, edges.length),
      interval: Math.max(1, Math.ceil(edges.length / 5)),
      axisLabel: {
        color: tone('soft'), fontSize: 11, showMaxLabel: false, formatter: (row) => (edges[row - 1] ? figure(edges[row - 1], 's') : ''),
      },
      axisPointer: { show: false },
      splitLine: { show: false },
    },
    series: [{
      type: 'custom',
      data: cells,
      clip: true,
      silent: true,
      encode: { x: 0, y: 1 },
      renderItem: (_, api) => {
        const [left, bottom] = api.coord([api.value(0), api.value(1)]);
        const [right, up] = api.coord([api.value(0) + width, api.value(1) + 1]);
        return {
          type: 'rect',
          shape: { x: left, y: up, width: Math.max(1, right - left), height: Math.max(1, bottom - up) },
          style: { fill: tone('series-1'), opacity: 0.12 + 0.88 * Math.sqrt(api.value(2) / most) },
        };
      },
    }, shading(range, [])],
  };
}

function heatLegend({ columns }) {
  const most = Math.max(0, ...columns.flatMap(({ counts }) => counts));
  return most > 0 ? [{ name: 'darkest cell', colour: tone('series-1'), text: `${figure(most, '1')} operations` }] : [];
}

// --- keeping up ------------------------------------------------------------------------------------------------------

const redraw = (work) => charts.forEach((chart) => work(chart));

onChange(() => redraw((chart) => chart.refresh()));
onBreaches(() => redraw((chart) => chart.draw()));
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => redraw((chart) => chart.repaint()));
new ResizeObserver(() => redraw((chart) => chart.draw())).observe(document.querySelector('main'));

/** Draws what has moved on since; called once a second. */
export function tickCharts() {
  redraw((chart) => chart.tick());
}

/** Reads everything anew, as after a break of the stream. */
export function reloadCharts() {
  redraw((chart) => chart.reload());
}
