// What other tools have measured: the last result under each name, and what the rules say of it.

import { age, moment, number, seconds, share, words } from './format.js';
import { choose, chosen } from './probe.js';
import { now, state } from './state.js';
import { Table, outcomeState } from './table.js';
import { sparkOfProbe } from './trends.js';
import { rulesAbout, verdictState } from './verdicts.js';

/** What is drawn of a result: the first of these that it has. */
const TREND = ['p95', 'p50', 'mean', 'throughput', 'error_rate'];

const resultTable = new Table('results', [
  (result) => ({
    text: result.name, detail: result.format ?? '',
    action: { name: `Show ${result.name}`, pressed: result.name === chosen(), run: () => choose(result.name) },
  }),
  (result) => ({
    text: words(result.outcome ?? 'NO_DATA'), state: outcomeState(result.outcome), detail: result.reason,
  }),
  ({ rules }) => rulesOf(rules),
  (result) => ({ spark: { ...sparkOfProbe(result.name, drawn(result)), over: isBroken(result.rules) } }),
  ({ figures }) => seconds(figures.mean),
  ({ figures }) => seconds(figures.p50),
  ({ figures }) => seconds(figures.p95),
  ({ figures }) => seconds(figures.p99),
  ({ figures }) => number(figures.throughput),
  ({ figures }) => share(figures.error_rate),
  ({ observedAt }) => ({
    text: age(Date.parse(observedAt), now()), detail: observedAt ? moment(Date.parse(observedAt)) : '',
  }),
], '');

const drawn = ({ figures }) => TREND.find((measure) => measure in figures) ?? TREND[0];
const isBroken = (rules) => ['CRITICAL', 'WARNING'].includes(rules[0] && verdictState(rules[0]));

/** The worst verdict, and of how many rules it is the verdict. */
function rulesOf(rules) {
  if (rules.length === 0) {
    return 'none';
  }
  const worst = verdictState(rules[0]);
  const alike = rules.filter((line) => verdictState(line) === worst);
  return {
    text: words(worst), state: worst,
    detail: worst === 'OK' ? `${number(rules.length)} hold` : alike.map(({ condition }) => condition).join(' · '),
  };
}

export function showResults() {
  const thresholds = [...state.thresholds.values()];
  const results = [...state.results.values()].map((line) => ({ ...line, rules: rulesAbout(line.name, thresholds) }));
  document.getElementById('results-section').hidden = results.length === 0;
  resultTable.show(results, ({ name }) => name);
}
