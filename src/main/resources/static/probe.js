// One probe in full: its latency over time, how its last run spread, where the time went, and the runs before.

import { get } from './api.js';
import { Chart } from './chart.js';
import { age, every, moment, number, seconds, share, value, words } from './format.js';
import { current, remember, remembered } from './range.js';
import { errorRate, items, now, on, standing, state } from './state.js';
import { Table, outcomeState, part, setText } from './table.js';
import { Line, selector } from './trend.js';

const RUNS_SHOWN = 8;
const LATEST_AFTER_MILLIS = 60_000;
const BINS = 28;
const PERCENTILES = ['p50', 'p95', 'p99'];

const byId = (id) => document.getElementById(id);
const address = (path) => `probes/${encodeURIComponent(shown)}/${path}`;

let shown;
let latency = { edges: [], items: [], stepSeconds: 1 };
let runs = [];
let distribution = [];

/** The probe or result that is looked at: the one in the address, else the first probe that fails, else the first. */
export function chosen() {
  const probes = [...state.sources.values()].map(standing).filter(({ kind }) => kind === 'PROBE')
    .sort((a, b) => a.name.localeCompare(b.name));
  const wanted = remembered('probe') ?? shown;
  return ([...probes, ...state.results.values()].find(({ name }) => name === wanted)
    ?? probes.find(({ outcome }) => outcomeState(outcome) === 'CRITICAL') ?? probes[0])?.name;
}

export function choose(name) {
  remember({ probe: name });
  showProbe();
  byId('probe').scrollIntoView({ block: 'nearest' });
}

/** Limits of this probe's rules for a measure, to be drawn in. */
function limits(...measures) {
  return [...state.thresholds.values()]
    .filter(({ match, limit }) => Number.isFinite(limit)
      && measures.some((measure) => match === selector({ metric: `probe.${measure}`, labels: { probe: shown } })))
    .map(({ condition, limit }) => ({ name: `limit: ${condition}`, value: limit }));
}

const line = (name, figure) => () => {
  const drawn = new Line(name);
  latency.items.forEach((item) => {
    const at = figure(item);
    if (Number.isFinite(at)) {
      drawn.add(Date.parse(item.time), at, 1);
    }
  });
  return drawn;
};
const percentiles = PERCENTILES.map((name) => line(name, (item) => item[name]));
const errors = line('failed', ({ operations, failures: failed }) => (operations > 0 ? failed / operations : undefined));

let charts = [];
let loading;

/** Three charts ask for the same answer: it is read once for all. */
function load(range) {
  loading ??= get(address(`latency?${new URLSearchParams({
    start: new Date(range.from).toISOString(), end: new Date(range.to).toISOString(), step: `${range.step / 1000}s`,
  })}`)).then((answer) => {
    latency = answer;
  }).finally(() => {
    loading = undefined;
  });
  return loading;
}

const nothing = () => {
  const source = standing(state.sources.get(shown));
  return outcomeState(source?.outcome) === 'CRITICAL' ? `No operation succeeded: ${source.reason}` : undefined;
};

function createCharts() {
  const parent = byId('probe-charts');
  charts = [
    new Chart(parent, { id: 'probe-latency', title: 'Latency', hint: 'of operations that succeeded', unit: 's', load,
      lines: () => percentiles.map((create) => create()), limits: () => limits(...PERCENTILES), empty: nothing }),
    new Chart(parent, { id: 'probe-heat', title: 'Latency heat map', hint: 'the darker, the more operations',
      unit: 's', load, empty: nothing, lines: () => [],
      heat: () => ({
        edges: latency.edges,
        columns: latency.items.map(({ time, counts }) => ({ at: Date.parse(time), counts })),
        width: Math.max(latency.stepSeconds, state.sources.get(shown)?.everySeconds ?? 0) * 1000,
      }) }),
    new Chart(parent, { id: 'probe-errors', title: 'Errors', hint: 'share of operations', unit: 'share', load,
      lines: () => [errors()], limits: () => limits('error_rate') }),
  ];
}

const phaseTable = new Table('phases', [
  ({ name }) => name.replaceAll('_', ' '),
  ({ part: spent }) => ({ text: share(spent), portion: spent }),
  ({ p50 }) => seconds(p50),
  ({ p95 }) => seconds(p95),
  ({ p99 }) => seconds(p99),
  ({ count }) => number(count),
], 'The last run measured no phases.');

const runTable = new Table('runs', [
  (run) => {
    const since = age(Date.parse(run.startedAt), now());
    return { text: moment(Date.parse(run.startedAt)), detail: since === 'now' ? since : `${since} ago` };
  },
  (run) => ({ text: words(run.outcome), state: outcomeState(run.outcome), detail: run.reason }),
  (run) => number(run.operations),
  (run) => ({
    text: Number.isInteger(run.operations) ? number(Math.round(errorRate(run) * run.operations)) : number(),
    detail: Object.keys(run.errors).join(', '),
  }),
  (run) => seconds(run.latency.p50),
  (run) => seconds(run.latency.p95),
  (run) => seconds(run.latency.p99),
  (run) => number(run.throughput),
], 'There is no run yet.');

/** Shows the chosen probe, and reads it anew when it is another one. */
export function showProbe() {
  const name = chosen();
  byId('probe').hidden = name === undefined;
  if (name === undefined) {
    return;
  }
  if (charts.length === 0) {
    createCharts();
  }
  if (name !== shown) {
    shown = name;
    latency = { edges: [], items: [], stepSeconds: 1 };
    runs = [];
    distribution = [];
    loading = undefined;
    charts.forEach((chart) => chart.reload());
    loadRuns();
  }
  const source = standing(state.sources.get(name)) ?? state.results.get(name);
  // After a restart the last run is known from the store alone.
  const run = state.runs.get(name) ?? runs[0];
  setText(byId('probe-name'), name);
  setText(byId('probe-about'), run ? about(source, run) : '');
  setText(byId('probe-reason'), source.reason ?? '');
  byId('probe-reason').hidden = !source.reason;
  showPhases(run);
  showDistribution(run);
  runTable.show(runs, ({ id }) => id);
  showConditions(run);
  showCourse(run);
}

const about = ({ everySeconds }, { workload, target }) => (everySeconds === undefined ? `result of ${workload}`
  : `${workload} on ${target}, every ${every(everySeconds)}`);

function showPhases(run) {
  const phases = Object.entries(run?.phases ?? {}).map(([name, phase]) => ({ name, ...phase, time: phase.mean * phase.count }));
  const all = phases.reduce((sum, { time }) => sum + time, 0);
  phaseTable.show(phases.map((phase) => ({ ...phase, part: all > 0 ? phase.time / all : 0 }))
    .sort((a, b) => b.part - a.part), ({ name }) => name);
}

/** How one run's latencies spread: equal widths on a logarithmic scale. */
function showDistribution(run) {
  const figure = byId('distribution');
  const bars = part(figure, 'bars', 'div');
  const known = distribution.length > 0;
  bars.hidden = !known;
  part(figure, 'chart-empty', 'p').hidden = known;
  setText(part(figure, 'chart-empty', 'p'), known ? '' : nothing() ?? (run ? 'The last run tells no single latencies.' : 'Not measured yet.'));
  const low = Math.log10(Math.max(1e-9, run?.latency.min ?? 1e-9));
  const high = Math.max(low + 0.1, Math.log10(Math.max(1e-9, run?.latency.max ?? 1)));
  const counts = new Array(BINS).fill(0);
  distribution.forEach(({ to: upTo, count }) => {
    const bin = Math.floor(((Math.log10(upTo) - low) / (high - low)) * BINS);
    counts[Math.min(BINS - 1, Math.max(0, bin))] += count;
  });
  const most = Math.max(1, ...counts);
  while (bars.children.length < BINS) {
    bars.append(document.createElement('i'));
  }
  counts.forEach((count, index) => {
    bars.children[index].style.height = `${count === 0 ? 0 : Math.max(2, (count / most) * 100)}%`;
  });
  const ends = part(figure, 'ends', 'p');
  ends.hidden = !known;
  setText(part(ends, 'least', 'span'), seconds(run?.latency.min));
  setText(part(ends, 'text', 'span'), known
    ? `${number(run.latency.count)} operations: ${PERCENTILES.map((name) => `${name} ${seconds(run.latency[name])}`).join(', ')}`
    : '');
  setText(part(ends, 'most', 'span'), seconds(run?.latency.max));
}

const CONDITIONS = {
  cpuUtilization: ['processor busy', 'share'], stealShare: ['stolen', 'share'],
  cpuPressure: ['waiting for a processor', 'share'], throttledSeconds: ['throttled', 's'],
  gcPauseSeconds: ['own pauses', 's'], lagSeconds: ['a mere timer late by', 's'],
};

function showConditions(run) {
  const known = Object.entries(run?.conditions ?? {}).filter(([name, figure]) => name in CONDITIONS && figure !== null);
  setText(byId('conditions'), known.length === 0 ? '' : `Meanwhile on this machine: ${known
    .map(([name, figure]) => `${CONDITIONS[name][0]} ${value(figure, CONDITIONS[name][1])}`).join(', ')}.`);
}

/** What a load that changes did at each of its levels; slices of a recovery are told by the measure alone. */
function showCourse(run) {
  const steps = (run?.stages ?? []).filter(({ name }) => name !== 'recovery');
  setText(byId('steps'), steps.length === 0 ? '' : `Step by step: ${steps
    .map(({ level, p95, failures }) => `at ${number(level)} p95 ${seconds(p95)}${failures > 0 ? `, ${number(failures)} failed` : ''}`)
    .join('; ')}.`);
  setText(byId('notes'), (run?.notes ?? []).map((note) => `${note[0].toUpperCase()}${note.slice(1)}.`).join(' '));
}

async function loadRuns() {
  const name = shown;
  try {
    const answer = items(await get(address(`runs?limit=${RUNS_SHOWN}`)));
    if (name === shown) {
      runs = answer;
      await loadDistribution(name, runs[0]);
    }
  } catch {
    // The charts beside it say what the matter is.
  }
}

/** How a run's latencies spread is told for single runs only. */
async function loadDistribution(name, run) {
  const whole = run?.latency.count > 0 ? await get(`runs/${run.id}`) : { distribution: [] };
  if (name === shown) {
    distribution = whole.distribution;
    showProbe();
  }
}

let readAt = 0;

function arrived(name, run) {
  if (name !== shown) {
    return;
  }
  runs = [run, ...runs.filter(({ id }) => id !== run.id)].slice(0, RUNS_SHOWN);
  loadDistribution(name, run).catch(() => {});
  const { live, step } = current();
  // Over a long range one run more cannot be seen.
  if (live && performance.now() - readAt >= Math.min(step, LATEST_AFTER_MILLIS)) {
    readAt = performance.now();
    charts.forEach((chart) => chart.reload());
  }
}

on('run', arrived);
on('result', ({ name, run }) => {
  if (name === shown) {
    get(`runs/${run}`).then((whole) => arrived(name, whole)).catch(() => {});
  }
});
