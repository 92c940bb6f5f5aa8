// Why an alert probably came about: a sentence, and what moved with it.

import { state } from './state.js';

const MOST = 4;

/** An alert's cause as a cell shows it: { detail, list }. */
export function causeOf(alert) {
  return {
    detail: alert?.cause ?? '',
    list: (alert?.causes ?? []).slice(0, MOST).map(({ text }) => `moved with it: ${text}`),
  };
}

/** The alert that is open about a line of the status. */
export function openAlert({ name, labels }) {
  const same = ({ labels: of }) => Object.entries(labels ?? {}).every(([label, value]) => of?.[label] === value);
  return [...state.alerts.values()]
    .find((alert) => alert.threshold === name && alert.state !== 'RESOLVED' && same(alert));
}
