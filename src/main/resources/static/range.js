// The span of time that every chart shows. It lives in the address, so that a link keeps it.

import { now } from './state.js';
import { moment } from './format.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LENGTHS = [
  ['15m', 15 * MINUTE, '15 minutes'], ['1h', HOUR, '1 hour'], ['6h', 6 * HOUR, '6 hours'], ['24h', DAY, '24 hours'],
  ['7d', 7 * DAY, '7 days'], ['30d', 30 * DAY, '30 days'], ['90d', 90 * DAY, '90 days'], ['1y', 365 * DAY, '1 year'],
];
const SHORTEST = 10_000;
const LONGEST = 365 * DAY;
const POINTS = 300;
const STEPS_SECONDS = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10_800, 21_600, 43_200,
  86_400, 172_800];

const listeners = [];
const address = () => new URLSearchParams(location.hash.slice(1));

/** A part of the address, or null. */
export function remembered(name) {
  return address().get(name);
}

/** Writes parts into the address; null takes one out. What is only looked at makes no step to go back to. */
export function remember(parts, step = false) {
  const parameters = address();
  Object.entries(parts).forEach(([name, value]) => {
    parameters.delete(name);
    if (value !== null) {
      parameters.set(name, value);
    }
  });
  const hash = `#${parameters}`;
  if (hash !== location.hash) {
    history[step ? 'pushState' : 'replaceState'](null, '', hash);
  }
}

/** { from, to, step, live }: milliseconds since 1970 and the distance of the points; live ends now. */
export function current() {
  const parameters = address();
  const from = Number(parameters.get('from'));
  const to = Number(parameters.get('to'));
  if (from > 0 && to - from >= SHORTEST && to - from <= LONGEST) {
    return { ...span(from, to), live: false };
  }
  const end = now();
  return { ...span(end - length(), end), live: true };
}

function length() {
  const wanted = address().get('range');
  return (LENGTHS.find(([name]) => name === wanted) ?? LENGTHS[0])[1];
}

function span(from, to) {
  const seconds = (to - from) / 1000 / POINTS;
  return { from, to, step: 1000 * (STEPS_SECONDS.find((step) => step >= seconds) ?? STEPS_SECONDS.at(-1)) };
}

export function onChange(listener) {
  listeners.push(listener);
}

function changed() {
  show();
  listeners.forEach((listener) => listener());
}

/** Shows one stretch of the past, as far as there is something to tell apart in it. */
export function zoom(from, to) {
  const middle = (from + to) / 2;
  const half = Math.min(LONGEST, Math.max(SHORTEST, to - from)) / 2;
  remember({ from: Math.round(middle - half), to: Math.round(middle + half) }, true);
  changed();
}

function follow(name) {
  remember({ from: null, to: null, range: name }, true);
  changed();
}

const select = document.getElementById('range');
const buttons = document.getElementById('range-buttons');

const moves = {
  earlier: ({ from, to }) => zoom(from - (to - from) / 2, to - (to - from) / 2),
  later: ({ from, to }) => (to + (to - from) / 2 >= now()
    ? zoom(now() - (to - from), now())
    : zoom(from + (to - from) / 2, to + (to - from) / 2)),
  closer: ({ from, to }) => zoom(from + (to - from) / 4, to - (to - from) / 4),
  wider: ({ from, to }) => zoom(Math.max(0, from - (to - from) / 2), Math.min(now(), to + (to - from) / 2)),
  live: () => follow(select.value),
};

function show() {
  const { live, from, to } = current();
  select.value = (LENGTHS.find(([, millis]) => millis === length()) ?? LENGTHS[0])[0];
  document.getElementById('range-text').textContent = live ? 'until now' : `${moment(from)} – ${moment(to)}`;
  buttons.querySelector('[data-move="live"]').hidden = live;
  buttons.querySelector('[data-move="later"]').disabled = live;
}

select.append(...LENGTHS.map(([name, , text]) => new Option(text, name)));
select.addEventListener('change', () => follow(select.value));
buttons.addEventListener('click', ({ target }) => moves[target.closest('button')?.dataset.move]?.(current()));
window.addEventListener('popstate', changed);
show();
