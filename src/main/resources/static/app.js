// The page: loads how things are, then follows the event stream. Everything shown goes in as text, never as markup.

import { forgetToken, get, keepToken, runNow, stream } from './api.js';
import { age, bytes, known, number, seconds, share, words } from './format.js';
import { Table, fillBar, part, setText } from './table.js';

const LATEST_OVER = 5;
const MOST_ALERTS = 100;

const state = {
  loaded: false, overall: 'NO_DATA', instance: '', clockOffset: 0,
  thresholds: new Map(), sources: new Map(), runs: new Map(), readings: new Map(), alerts: new Map(),
  running: new Set(),
};

const byId = (id) => document.getElementById(id);
const now = () => Date.now() + state.clockOffset;
const items = (list) => (Array.isArray(list) ? list : list.items ?? []);
const labelText = (labels) => Object.entries(labels ?? {}).map(([name, value]) => `${name}=${value}`).join(', ');

// --- what is known ---------------------------------------------------------------------------------------------

async function load() {
  const [status, sources, alerts] = await Promise.all([get('status'), get('sources'), get('alerts')]);
  takeStatus(status);
  takeAlerts(alerts);
  // The list may leave out what was read last; ask each such source once, the stream brings the rest.
  const full = await Promise.all(items(sources).map((source) => (
    'samples' in source && 'run' in source ? source : get(`sources/${encodeURIComponent(source.name)}`))));
  full.forEach(takeSource);
  state.loaded = true;
  document.body.dataset.loaded = '';
  show();
}

// Called once the stream is open: what changed since load() would be told by nobody.
async function catchUp() {
  const [status, alerts] = await Promise.all([get('status'), get('alerts')]);
  takeStatus(status);
  takeAlerts(alerts);
  show();
}

function takeAlerts(alerts) {
  state.alerts = new Map(items(alerts).map((alert) => [alert.id, alert]));
}

function takeStatus(status) {
  state.overall = status.status;
  state.instance = status.instance;
  state.clockOffset = Date.parse(status.time) - Date.now();
  state.thresholds = new Map(status.thresholds.map((line) => [line.name, line]));
  status.sources.forEach((source) => state.sources.set(source.name, { ...state.sources.get(source.name), ...source }));
}

function takeSource(source) {
  state.sources.set(source.name, { ...state.sources.get(source.name), ...source });
  takeReadings(source.samples ?? []);
  takeRun(source.name, source.run);
}

function takeReadings(samples) {
  samples.forEach(({ metric, labels, value }) => state.readings.set(metric + JSON.stringify(labels ?? {}), value));
}

function takeRun(name, run) {
  if (run) {
    state.runs.set(name, run);
  }
}

const events = {
  observation({ source, kind, at, outcome, reason, samples, run }) {
    state.sources.set(source, { ...state.sources.get(source), name: source, kind, outcome, reason, observedAt: at });
    takeReadings(samples ?? []);
    takeRun(source, run);
  },
  judgements(lines) {
    for (const line of lines) {
      const old = state.thresholds.get(line.name);
      // One line stands for all series of a rule; which is the worst only the service knows.
      if (!old || (old.series ?? 1) > 1 || labelText(old.labels) !== labelText(line.labels)) {
        reloadStatus();
      } else {
        state.thresholds.set(line.name, { ...old, ...line });
      }
    }
  },
  status({ status, time }) {
    state.overall = status;
    state.clockOffset = Date.parse(time) - Date.now();
  },
  alert(alert) {
    state.alerts.set(alert.id, { ...state.alerts.get(alert.id), ...alert });
    forgetOldAlerts();
  },
};

// A page may stay open for weeks.
function forgetOldAlerts() {
  for (const [id, { state: standing }] of state.alerts) {
    if (state.alerts.size > MOST_ALERTS && standing === 'RESOLVED') {
      state.alerts.delete(id);
    }
  }
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

const verdictState = (line) => {
  if (line.verdict === 'BREACHED') {
    return line.pendingUntil ? 'PENDING' : line.severity.toUpperCase();
  }
  return line.verdict;
};
const WORST_FIRST = ['CRITICAL', 'WARNING', 'PENDING', 'INCONCLUSIVE', 'NO_DATA', 'OK'];
const SENTENCES = {
  OK: (counts) => `${counts.OK === counts.all ? 'All' : `${counts.OK} of`} ${counts.all} thresholds hold.`,
  NO_DATA: (counts) => `Without a reading to judge: ${counts.NO_DATA} of ${counts.all} thresholds.`,
  WARNING: (counts) => `Breached: ${counts.WARNING} of ${counts.all} thresholds.`,
  CRITICAL: (counts) => `Breached: ${counts.CRITICAL + counts.WARNING} of ${counts.all} thresholds,`
    + ` ${counts.CRITICAL} critical.`,
};

const thresholdTable = new Table('thresholds', [
  (line) => ({ text: words(verdictState(line)), state: verdictState(line) }),
  (line) => ({ text: line.name, detail: `${line.condition}${(line.series ?? 1) > 1 ? ` · worst of ${line.series}` : ''}` }),
  (line) => ({ text: known(line.usage) ? share(line.usage) : '–', usage: known(line.usage) ? line.usage : null }),
  (line) => ({ text: line.reason, detail: (line.series ?? 1) > 1 ? labelText(line.labels) : '' }),
  (line) => age(Date.parse(line.since), now()),
], 'There are no thresholds.');

const probeTable = new Table('probes', [
  (probe) => ({ text: probe.name, detail: probe.run ? `${probe.run.workload} · ${probe.run.target}` : '' }),
  (probe) => ({ text: words(probe.outcome ?? 'NO_DATA'), state: outcomeState(probe.outcome), detail: probe.reason ?? '' }),
  (probe) => seconds(latency(probe, 'p50')),
  (probe) => seconds(latency(probe, 'p95')),
  (probe) => seconds(latency(probe, 'p99')),
  (probe) => number(probe.run?.throughput),
  (probe) => share(errorShare(probe.run)),
  (probe) => age(Date.parse(probe.observedAt), now()),
  (probe) => ({
    text: state.running.has(probe.name) ? 'Running…' : 'Run now',
    action: { name: `Run ${probe.name} now`, disabled: state.running.has(probe.name), run: () => run(probe.name) },
  }),
], 'There are no probes.');

const sourceTable = new Table('sources', [
  (source) => source.name,
  (source) => words(source.kind),
  (source) => ({ text: words(source.outcome ?? 'NO_DATA'), state: outcomeState(source.outcome) }),
  (source) => age(Date.parse(source.observedAt), now()),
  (source) => source.reason ?? '',
], 'There are no sources.');

const alertTable = new Table('alerts', [
  (alert) => ({ text: words(alert.state), state: alert.state === 'FIRING' ? alert.severity.toUpperCase() : alert.state }),
  (alert) => ({ text: alert.threshold, detail: labelText(alert.labels) }),
  (alert) => alert.reason,
  (alert) => age(Date.parse(alert.resolvedAt ?? alert.firedAt ?? alert.startedAt), now()),
], 'There are no alerts.');

function outcomeState(outcome) {
  return { SUCCEEDED: 'OK', SKIPPED: 'PENDING', undefined: 'NO_DATA', null: 'NO_DATA' }[outcome] ?? 'CRITICAL';
}

function latency({ run: last }, percentile) {
  return last?.latency?.count > 0 ? last.latency[percentile] : undefined;
}

function errorShare(last) {
  const failed = Object.values(last?.errors ?? {}).reduce((sum, count) => sum + count, 0);
  return last?.operations > 0 ? failed / last.operations : undefined;
}

function show() {
  if (!state.loaded) {
    return;
  }
  showOverall();
  showHost();
  const byName = (a, b) => a.name.localeCompare(b.name);
  const rank = (line) => WORST_FIRST.indexOf(verdictState(line));
  thresholdTable.show([...state.thresholds.values()].sort((a, b) => rank(a) - rank(b) || byName(a, b)), (l) => l.name);
  const sources = [...state.sources.values()].sort(byName);
  const probes = sources.filter((source) => source.kind === 'PROBE');
  probeTable.show(probes.map((probe) => ({ ...probe, run: state.runs.get(probe.name) })), (p) => p.name);
  sourceTable.show(sources, (source) => source.name);
  showAlerts();
}

function showOverall() {
  const counts = { all: state.thresholds.size, CRITICAL: 0, WARNING: 0, NO_DATA: 0, OK: 0, PENDING: 0, INCONCLUSIVE: 0 };
  state.thresholds.forEach((line) => { counts[verdictState(line)] += 1; });
  byId('overall').dataset.state = state.overall;
  setText(byId('overall-word'), words(state.overall));
  setText(byId('overall-sentence'), SENTENCES[state.overall]?.(counts) ?? '');
  setText(byId('instance'), state.instance);
  document.title = state.overall === 'OK' ? 'Tidemark' : `${words(state.overall)} · Tidemark`;
}

function showAlerts() {
  const newestFirst = [...state.alerts.values()].sort((a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt));
  const going = newestFirst.filter((alert) => alert.state !== 'RESOLVED');
  const over = newestFirst.filter((alert) => alert.state === 'RESOLVED').slice(0, LATEST_OVER);
  byId('alerts-section').hidden = going.length + over.length === 0;
  alertTable.show([...going, ...over], (alert) => alert.id);
}

function showHost() {
  const reading = (metric, labels = {}) => state.readings.get(metric + JSON.stringify(labels));
  const cores = [...state.readings.keys()].filter((key) => key.startsWith('system.cpu.core.utilization{')).length;
  const load = reading('system.load.1m');
  const total = reading('system.memory.total');
  const available = reading('system.memory.available');
  const swap = reading('system.swap.total');
  const swapped = reading('system.swap.used');
  const used = reading('system.memory.utilization') ?? (total ? 1 - available / total : undefined);
  tile('Processor', share(reading('system.cpu.utilization')), cores ? `of ${cores} cores` : '',
    reading('system.cpu.utilization'));
  tile('Memory', share(used), `${bytes(available)} of ${bytes(total)} available`, used);
  tile('Load', number(load), `${number(reading('system.load.5m'))} · ${number(reading('system.load.15m'))} over 5 and 15 min`,
    known(load) && cores ? load / cores : undefined);
  tile('Swap', swap ? bytes(swapped) : 'none', swap ? `of ${bytes(swap)}` : '', swap ? swapped / swap : undefined);
}

function tile(name, value, detail, usage) {
  const box = part(byId('host'), `tile-${name.toLowerCase()}`, 'div');
  setText(part(box, 'name', 'dt'), name);
  const content = part(box, 'content', 'dd');
  setText(part(content, 'value', 'span'), value);
  fillBar(part(content, 'bar', 'span'), known(usage) ? usage : null);
  setText(part(content, 'detail', 'span'), detail);
}

// --- what people do --------------------------------------------------------------------------------------------

async function run(name) {
  state.running.add(name);
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

function connection(word, stateName) {
  setText(byId('connection'), word);
  byId('connection').dataset.state = stateName;
}

async function follow() {
  following?.abort();
  clearTimeout(patience);
  const mine = new AbortController();
  following = mine;
  try {
    await load();
    await stream(mine.signal, async () => {
      await catchUp();
      connection('live', 'live');
    }, (name, data) => {
      events[name]?.(data);
      changed = true;
    });
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
  if (changed && !document.hidden) {
    changed = false;
    show();
  }
}, 250);
setInterval(() => { changed = true; }, 1000);

follow();
