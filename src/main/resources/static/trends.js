// The small trends beside thresholds and probes.

import { current, onChange } from './range.js';
import { Trend, selector } from './trend.js';

const COARSER = 5;

/** One Trend for each metric, whatever the number of its series: a page with many rules asks few questions. */
const trends = new Map();
let shown = () => {};

function span() {
  const range = current();
  return { ...range, step: range.step * COARSER };
}

function of(metric) {
  if (!trends.has(metric)) {
    const trend = new Trend([{ metric, name: () => metric }]);
    trends.set(metric, trend);
    load(trend);
  }
  return trends.get(metric);
}

/** A trend that cannot be read is left out: what cannot be read is told where it is charted. */
function load(trend) {
  trend.load(span()).catch(() => {}).finally(() => shown());
}

/** What to draw for a selector as judgements name it: { points, from, to }. */
export function sparkOf(match) {
  const { from, to } = current();
  const lines = of(match.split('{')[0]).lines;
  const line = lines.find((one) => selector({ metric: one.name, labels: sorted(one.labels) }) === match);
  return { points: (line?.points ?? []).filter(([at]) => at >= from && at <= to), from, to };
}

export function sparkOfProbe(probe, measure = 'p95') {
  return sparkOf(selector({ metric: `probe.${measure}`, labels: { probe } }));
}

const sorted = (labels) => Object.fromEntries(Object.entries(labels ?? {}).sort());

export function onTrends(listener) {
  shown = listener;
}

export function reloadTrends() {
  trends.forEach(load);
}

onChange(reloadTrends);
