// When something was wrong: the shaded stretches of every chart.

import { get } from './api.js';
import { on } from './state.js';

let known = new Map();
const listeners = [];

const SEVERITIES = ['critical', 'warning'];

export function onBreaches(listener) {
  listeners.push(listener);
}

/** Stretches in which a rule was broken, oldest first: { from, to, title, severity }; going on ones end never. */
export function breaches() {
  return [...known.values()].sort((a, b) => a.from - b.from);
}

/** The titles of what was broken at an instant. */
export function brokenAt(at) {
  return [...new Set(breaches().filter(({ from, to }) => from <= at && at <= to).map(({ title }) => title))];
}

export async function loadBreaches({ from, to }) {
  const found = await get(`breaches?${new URLSearchParams({
    start: new Date(from).toISOString(), end: new Date(to).toISOString(),
  })}`);
  known = new Map(found.map(({ time, timeEnd, title, tags }) => [key(title, time), {
    from: time, to: timeEnd ?? Infinity, title, severity: SEVERITIES.find((one) => tags.includes(one)) ?? 'warning',
  }]));
  changed();
}

const key = (title, from) => `${from} ${title}`;
const changed = () => listeners.forEach((listener) => listener());

on('alert', ({ threshold, severity, firedAt, resolvedAt }) => {
  if (firedAt) {
    const from = Date.parse(firedAt);
    known.set(key(threshold, from), {
      from, to: resolvedAt ? Date.parse(resolvedAt) : Infinity, title: threshold, severity: severity.toLowerCase(),
    });
    changed();
  }
});

/** Overlapping stretches of one severity as one, so that thousands of short ones stay a few shapes. */
export function shades({ from, to }) {
  return SEVERITIES.flatMap((severity) => {
    const merged = [];
    for (const breach of breaches().filter((one) => one.severity === severity && one.to > from && one.from < to)) {
      const start = Math.max(breach.from, from);
      const end = Math.min(breach.to, to);
      const last = merged.at(-1);
      if (last && start <= last.to) {
        last.to = Math.max(last.to, end);
      } else {
        merged.push({ from: start, to: end, severity });
      }
    }
    return merged;
  });
}
