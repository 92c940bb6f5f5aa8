// Series over the chosen range: read once, then kept up to date by the event stream.

import { get } from './api.js';
import { on, items, seriesKey } from './state.js';

const HELD = 2000;

const quoted = (text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;

/** The selector that REST understands. */
export function selector({ metric, labels = {} }) {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${quoted(value)}`);
  return pairs.length > 0 ? `${metric}{${pairs.join(',')}}` : metric;
}

/** One line: times rising, one value each; values of one step become their mean. */
export class Line {
  constructor(name, labels = {}) {
    this.name = name;
    this.labels = labels;
    this.points = [];
  }

  add(at, value, step, weight = 1) {
    const last = this.points.at(-1);
    const start = Math.floor(at / step) * step;
    if (last && start === last[0]) {
      last[2] += weight;
      last[1] += ((value - last[1]) * weight) / last[2];
    } else if (!last || start > last[0]) {
      this.points.push([start, value, weight]);
    }
    if (this.points.length > HELD) {
      this.points.splice(0, this.points.length - HELD);
    }
  }

  dropBefore(from) {
    const first = this.points.findIndex(([at]) => at >= from);
    if (first > 0) {
      this.points.splice(0, first);
    }
  }
}

/** Lines of several queries. query: { metric, labels, rate, scale, name: labels => text }. */
export class Trend {
  #queries;
  #lines = new Map();
  #before = new Map();
  #range;

  constructor(queries) {
    this.#queries = queries;
    on('samples', (at, samples) => this.#live(at, samples));
  }

  get lines() {
    return [...this.#lines.values()];
  }

  async load(range) {
    const from = Math.floor(range.from / range.step) * range.step;
    const to = Math.ceil(range.to);
    // One question a metric: its other series cost less than another request.
    const asked = [...new Map(this.#queries.map(({ metric, agg }) => [metric, agg])).entries()];
    const answers = await Promise.all(asked.map(([match, agg]) => get(`samples?${new URLSearchParams({
      match, start: new Date(from).toISOString(), end: new Date(to).toISOString(), step: `${range.step / 1000}s`,
      ...(agg ? { agg } : {}),
    })}`)));
    this.#lines.clear();
    this.#range = range;
    answers.flatMap(items).forEach(({ time, metric, labels, value }) => {
      const query = this.#query(metric, labels);
      if (query) {
        this.#line(query, metric, labels).add(Date.parse(time), value * (query.scale ?? 1), range.step,
          range.step / 1000);
      }
    });
  }

  #query(metric, labels) {
    return this.#queries.find((one) => one.metric === metric && fits(one.labels, labels));
  }

  #line(query, metric, labels) {
    const key = seriesKey(metric, labels);
    if (!this.#lines.has(key)) {
      this.#lines.set(key, new Line(query.name(labels ?? {}), labels));
    }
    return this.#lines.get(key);
  }

  #live(at, samples) {
    if (!this.#range?.live) {
      return;
    }
    for (const { metric, labels, value } of samples) {
      const query = this.#query(metric, labels);
      const figure = query && (query.rate ? this.#rate(metric, labels, at, value) : value);
      if (query && figure !== undefined) {
        const line = this.#line(query, metric, labels);
        line.add(at, figure * (query.scale ?? 1), this.#range.step);
        line.dropBefore(at - (this.#range.to - this.#range.from));
      }
    }
  }

  /** A counter's increase per second; a counter that began anew says nothing once. */
  #rate(metric, labels, at, value) {
    const key = seriesKey(metric, labels);
    const last = this.#before.get(key);
    this.#before.set(key, { at, value });
    return last && at > last.at && value >= last.value ? ((value - last.value) * 1000) / (at - last.at) : undefined;
  }
}

const fits = (wanted = {}, labels = {}) => Object.entries(wanted).every(([name, value]) => labels[name] === value);
