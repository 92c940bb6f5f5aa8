// The page: loads how things are, then follows the event stream. Everything shown goes in as text, never as markup.

import { forgetToken, get, keepToken, runNow, stream } from './api.js';
import { loadBreaches } from './breaches.js';
import { causeOf } from './causes.js';
import { reloadCharts, tickCharts } from './chart.js';
import { age, every, known, moment, number, seconds, share, words } from './format.js';
import { showPanels } from './panels.js';
import { choose, chosen, showProbe } from './probe.js';
import { current, onChange } from './range.js';
import { loadService, showHost, showService } from './service.js';
import { alertOf, answer, care, isSilenced, loadSilences, showSilences, startSilences } from './silences.js';
import { showResults } from './results.js';
import {
  errorRate, items, labelText, now, standing, state, takeAlerts, takeEvent, takeRun, takeSource, takeStatus,
} from './state.js';
import { WORST_FIRST, verdictState } from './verdicts.js';
import { Table, outcomeState, setText } from './table.js';
import { onTrends, reloadTrends, sparkOf, sparkOfProbe } from './trends.js';

const LATEST_OVER = 5;
const THRESHOLDS_SHOWN = 8;
const NEAR = 0.8;

const byId = (id) => document.getElementById(id);

// --- what is known ---------------------------------------------------------------------------------------------

async function load() {
  const [status, sources, alerts] = await Promise.all([get('status'), get('sources'), get('alerts')]);
  takeStatus(status);
  takeAlerts(alerts);
  // The list leaves out what was read last; ask each source once, the stream brings the rest.
  const full = await Promise.all(items(sources).map(({ name }) => get(`sources/${encodeURIComponent(name)}`)));
  full.forEach(takeSource);
  await Promise.all([loadService(), loadSilences()]);
  state.loaded = true;
  document.body.dataset.loaded = '';
  show();
  performance.mark('loaded');
}

// Called once the stream is open: what changed since load() would be told by nobody.
async function catchUp() {
  const [status, alerts] = await Promise.all([get('status'), get('alerts')]);
  takeStatus(status);
  takeAlerts(alerts);
  await loadSilences();
  show();
}

let reloading;
function reloadStatus() {
  reloading ??= setTimeout(async () => {
    try {
      takeStatus(await get('status'));
      show();
    } catch {
      // The stream will say so too, and start over.
    } finally {
      reloading = undefined;
    }
  }, 1000);
}

// --- what is shown ---------------------------------------------------------------------------------------------

const SENTENCES = {
  OK: (counts) => `${counts.OK === counts.all ? 'All' : `${counts.OK} of`} ${counts.all} thresholds hold`
    + `${counts.PENDING > 0 ? `, ${counts.PENDING} broken but not yet for long enough to count` : ''}`
    + `${counts.MUTED > 0 ? `, ${counts.MUTED} broken and muted` : ''}.`,
  NO_DATA: (counts) => `Without a reading to judge: ${counts.NO_DATA} of ${counts.all} thresholds.`,
  WARNING: (counts) => `Broken: ${counts.WARNING} of ${counts.all} thresholds`,
  CRITICAL: (counts) => `Broken: ${counts.CRITICAL + counts.WARNING} of ${counts.all} thresholds,`
    + ` ${counts.CRITICAL} critical`,
};

const judged = (line) => ({
  ...sparkOf(line.match), limit: line.limit, over: line.verdict === 'BREACHED',
});

const thresholdTable = new Table('thresholds', [
  (line) => ({ text: words(verdictState(line)), state: verdictState(line) }),
  (line) => ({ text: line.name, detail: `${line.condition}${(line.series ?? 1) > 1 ? ` · worst of ${line.series}` : ''}` }),
  (line) => ({ spark: judged(line) }),
  (line) => ({ text: known(line.usage) ? share(line.usage) : '–', usage: known(line.usage) ? line.usage : null }),
  (line) => ({
    text: line.reason,
    detail: [(line.series ?? 1) > 1 ? labelText(line.labels) : '', care(alertOf(line)), causeOf(alertOf(line)).detail].filter(Boolean).join(' · '),
  }),
  (line) => age(Date.parse(line.since), now()),
], 'There are no thresholds.');

const probeTable = new Table('probes', [
  (probe) => ({
    text: probe.name, detail: probe.run ? `${probe.run.workload} · ${probe.run.target}` : '',
    action: { name: `Show ${probe.name}`, pressed: probe.name === chosen(), run: () => choose(probe.name) },
  }),
  (probe) => ({ text: words(probe.outcome ?? 'NO_DATA'), state: outcomeState(probe.outcome), detail: probe.reason ?? '' }),
  (probe) => ({ spark: { ...sparkOfProbe(probe.name), over: outcomeState(probe.outcome) === 'CRITICAL' } }),
  (probe) => seconds(probe.run?.latency.p50),
  (probe) => seconds(probe.run?.latency.p95),
  (probe) => seconds(probe.run?.latency.p99),
  (probe) => number(probe.run?.throughput),
  (probe) => share(errorRate(probe.run)),
  (probe) => age(Date.parse(probe.observedAt), now()),
  (probe) => {
    const started = state.running.get(probe.name);
    const elapsed = started === undefined ? undefined : (performance.now() - started) / 1000;
    return {
      text: elapsed === undefined ? 'Run now' : `Running ${Math.floor(elapsed)} s`,
      action: {
        name: elapsed === undefined ? `Run ${probe.name} now` : `${probe.name} is running`,
        disabled: elapsed !== undefined, run: () => run(probe.name),
        // The run before is the best guess at how long it takes.
        progress: elapsed === undefined ? undefined : { elapsed, expected: probe.run?.tookSeconds },
      },
    };
  },
], 'There are no probes.');

const sourceTable = new Table('sources', [
  (source) => source.name,
  (source) => words(source.kind),
  (source) => ({ text: words(source.outcome ?? 'NO_DATA'), state: outcomeState(source.outcome) }),
  (source) => ({
    text: every(source.intervalSeconds ?? source.everySeconds),
    detail: source.intervalSeconds > source.everySeconds ? `slowed from ${every(source.everySeconds)}` : '',
  }),
  (source) => ({
    text: seconds(source.tookSeconds),
    detail: source.processorSeconds == null ? '' : `${seconds(source.processorSeconds)} of a processor`,
  }),
  (source) => number(source.failures),
  (source) => age(Date.parse(source.observedAt), now()),
  (source) => source.reason ?? '',
], 'There are no sources.');

const alertState = (alert) => {
  if (alert.state !== 'FIRING') {
    return alert.state;
  }
  return isSilenced(alert) ? 'MUTED' : alert.severity.toUpperCase();
};

const alertTable = new Table('alerts', [
  (alert) => ({ text: isSilenced(alert) ? 'Silenced' : words(alert.state), state: alertState(alert) }),
  (alert) => ({ text: alert.threshold, detail: labelText(alert.labels) }),
  (alert) => ({ text: alert.reason, ...causeOf(alert), detail: [care(alert), causeOf(alert).detail].filter(Boolean).join(' · ') }),
  (alert) => age(Date.parse(alert.resolvedAt ?? alert.firedAt ?? alert.startedAt), now()),
  answer,
], 'There are no alerts.');

function show() {
  if (!state.loaded) {
    return;
  }
  const byName = (a, b) => a.name.localeCompare(b.name);
  const rank = (line) => WORST_FIRST.indexOf(verdictState(line));
  // Not by the share itself: rows that change places all the time cannot be read.
  const room = (line) => (line.usage > NEAR ? 0 : 1);
  const thresholds = [...state.thresholds.values()]
    .sort((a, b) => rank(a) - rank(b) || room(a) - room(b) || byName(a, b));
  const sources = [...state.sources.values()].map(standing).sort(byName);
  const rightness = ({ outcome }) => (outcomeState(outcome) === 'CRITICAL' ? 0 : 1);
  const probes = sources.filter((source) => source.kind === 'PROBE').sort((a, b) => rightness(a) - rightness(b));
  showOverall(thresholds);
  showHost();
  showThresholds(thresholds);
  probeTable.show(probes.map((probe) => ({ ...probe, run: state.runs.get(probe.name) })), (p) => p.name);
  showResults();
  showProbe();
  sourceTable.show(sources, (source) => source.name);
  showAlerts();
  showSilences();
  showService();
}

function showOverall(thresholds) {
  const counts = { all: thresholds.length, CRITICAL: 0, WARNING: 0, NO_DATA: 0, OK: 0, PENDING: 0, MUTED: 0, INCONCLUSIVE: 0 };
  thresholds.forEach((line) => { counts[verdictState(line)] += 1; });
  const broken = thresholds.filter((line) => ['CRITICAL', 'WARNING'].includes(verdictState(line)));
  const since = Math.min(...broken.filter((line) => verdictState(line) === state.overall)
    .map((line) => Date.parse(line.since)));
  const how = SENTENCES[state.overall]?.(counts) ?? '';
  byId('overall').dataset.state = state.overall;
  setText(byId('overall-word'), words(state.overall));
  setText(byId('overall-sentence'), Number.isFinite(since) ? `${how}, since ${moment(since)} (${age(since, now())}).` : how);
  setText(byId('overall-reason'), broken.length > 0 ? whatIsWrong(broken[0]) : '');
  setText(byId('instance'), state.instance);
  document.title = state.overall === 'OK' ? 'Tidemark' : `${words(state.overall)} · Tidemark`;
}

/** A rule says what is out of bounds; the probe it judges says why. */
function whatIsWrong({ reason, labels }) {
  const source = state.sources.get(labels?.probe) ?? state.results.get(labels?.probe);
  // Why it was skipped, the rule says itself.
  const cause = source?.outcome === 'SKIPPED' ? state.runs.get(source.name)?.reason : source?.reason;
  return cause && !reason.includes(cause) ? `${reason}: ${cause}` : reason;
}

let allThresholds = false;

/** The worst first, and of those that hold only as many as are read at a glance. */
function showThresholds(thresholds) {
  const troubled = thresholds.filter((line) => verdictState(line) !== 'OK').length;
  const shown = allThresholds ? thresholds.length : Math.max(troubled, THRESHOLDS_SHOWN);
  thresholdTable.show(thresholds.slice(0, shown), (line) => line.name);
  const button = byId('all-thresholds');
  button.hidden = thresholds.length <= Math.max(troubled, THRESHOLDS_SHOWN);
  setText(button, allThresholds ? 'Show fewer' : `Show ${thresholds.length - shown} more that hold`);
}

byId('all-thresholds').addEventListener('click', () => {
  allThresholds = !allThresholds;
  show();
});

function showAlerts() {
  const newestFirst = [...state.alerts.values()].sort((a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt));
  const rank = (alert) => WORST_FIRST.indexOf(alertState(alert));
  const going = newestFirst.filter((alert) => alert.state !== 'RESOLVED').sort((a, b) => rank(a) - rank(b));
  const over = newestFirst.filter((alert) => alert.state === 'RESOLVED').slice(0, LATEST_OVER);
  byId('alerts-section').hidden = going.length + over.length === 0;
  alertTable.show([...going, ...over], (alert) => alert.id);
}

// --- what people do --------------------------------------------------------------------------------------------

async function run(name) {
  state.running.set(name, performance.now());
  show();
  try {
    const answer = await runNow(name);
    // Without a run there is only a reason, and the last figures stand.
    if ('probe' in answer) {
      takeRun(name, answer);
      tell('');
    } else {
      tell(answer.reason ?? '');
    }
  } catch (problem) {
    complain(problem, () => run(name));
  } finally {
    state.running.delete(name);
    show();
  }
}

let afterToken = () => {};

function complain(problem, again) {
  if (problem.status === 401) {
    forgetToken();
    afterToken = again;
    setText(byId('token-reason'), `${problem.message} It stays in this tab.`);
    byId('token-form').hidden = false;
    byId('token').focus();
  } else {
    tell(problem.message);
  }
}

function tell(message) {
  setText(byId('message'), message);
  byId('message').hidden = message === '';
}

byId('token-form').addEventListener('submit', (event) => {
  event.preventDefault();
  keepToken(byId('token').value.trim());
  closeTokenForm();
  afterToken();
});
byId('token-cancel').addEventListener('click', closeTokenForm);

function closeTokenForm() {
  byId('token').value = '';
  byId('token-form').hidden = true;
}

// --- following -------------------------------------------------------------------------------------------------

let following;
let patience;
let changed = false;
/** The id of the last event: a stream that was cut goes on behind it. */
let last;

function connection(word, stateName) {
  setText(byId('connection'), word);
  byId('connection').dataset.state = stateName;
}

async function follow() {
  following?.abort();
  clearTimeout(patience);
  const mine = new AbortController();
  following = mine;
  const resumed = last !== undefined;
  try {
    if (!resumed) {
      const again = state.loaded;
      await load();
      // The first time each asks for itself, as it comes into sight.
      (again ? readRange : readBreaches)();
    }
    await stream(mine.signal, last, async () => {
      if (!resumed) {
        await catchUp();
      }
      tell('');
      connection('live', 'live');
    }, take);
    throw new Error('The service closed the stream.');
  } catch (problem) {
    if (mine.signal.aborted) {
      return;
    }
    connection('not connected', 'lost');
    if (!state.loaded) {
      setText(byId('overall-word'), 'Unknown');
      setText(byId('overall-sentence'), 'How things are could not be read.');
    }
    if (problem.status === 401) {
      complain(problem, follow);
    } else {
      tell(problem.status ? problem.message : '');
      patience = setTimeout(follow, 3000);
    }
  }
}

function take(name, data, id) {
  last = id ?? last;
  if (name === 'reset') {
    // What happened meanwhile is not held any more.
    last = undefined;
    follow();
  } else if (takeEvent(name, data)) {
    reloadStatus();
  }
  changed = true;
}

/** Everything that depends on the range; what cannot be read says so where it would stand. */
function readRange() {
  readBreaches();
  reloadTrends();
  reloadCharts();
}

function readBreaches() {
  loadBreaches(current()).catch((problem) => tell(problem.message));
}

startSilences(complain, () => { changed = true; });
onChange(readBreaches);
onTrends(() => { changed = true; });

// Nobody looks: let the service rest, and start afresh when somebody does.
document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    clearTimeout(patience);
    following?.abort();
    connection('paused', 'waiting');
  } else {
    follow();
  }
});

// Events come several times a second; people read once. Ages grow without any event.
setInterval(() => {
  if ((changed || state.running.size > 0) && !document.hidden) {
    changed = false;
    show();
  }
}, 250);
setInterval(() => {
  changed = true;
  tickCharts();
}, 1000);

showPanels();
follow();
