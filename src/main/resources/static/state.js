// What the page knows: filled by what was asked for, kept up to date by the event stream.

const MOST_ALERTS = 100;

export const state = {
  loaded: false, overall: 'NO_DATA', instance: '', clockOffset: 0, service: null,
  thresholds: new Map(), sources: new Map(), results: new Map(), runs: new Map(), readings: new Map(),
  alerts: new Map(), running: new Map(),
};

const listeners = { samples: [], run: [], result: [], alert: [] };

/** what: samples(at, samples), run(name, run), result(line) or alert(alert), as they happen. */
export function on(what, listener) {
  listeners[what].push(listener);
}

const tell = (what, ...details) => listeners[what].forEach((listener) => listener(...details));

export const now = () => Date.now() + state.clockOffset;
export const items = (list) => (Array.isArray(list) ? list : list.items ?? []);
export const labelText = (labels) => Object.entries(labels ?? {}).map(([name, value]) => `${name}=${value}`).join(', ');
export const seriesKey = (metric, labels) => metric + JSON.stringify(Object.entries(labels ?? {}).sort());
export const reading = (metric, labels) => state.readings.get(seriesKey(metric, labels));

export function takeStatus(status) {
  state.overall = status.status;
  state.instance = status.instance;
  state.clockOffset = Date.parse(status.time) - Date.now();
  state.thresholds = new Map(status.thresholds.map((line) => [line.name, line]));
  state.results = new Map(status.results.map((line) => [line.name, line]));
  const names = new Set(status.sources.map((source) => source.name));
  status.sources.forEach((source) => state.sources.set(source.name, { ...state.sources.get(source.name), ...source }));
  [...state.sources.keys()].filter((name) => !names.has(name)).forEach((name) => state.sources.delete(name));
}

export function takeAlerts(alerts) {
  state.alerts = new Map(items(alerts).map((alert) => [alert.id, alert]));
}

export function takeSource(source) {
  state.sources.set(source.name, { ...state.sources.get(source.name), ...source });
  takeReadings(source.samples ?? []);
  takeRun(source.name, source.run);
}

export function takeRun(name, run) {
  if (run) {
    state.runs.set(name, run);
  }
}

function takeReadings(samples) {
  samples.forEach(({ metric, labels, value }) => state.readings.set(seriesKey(metric, labels), value));
}

/**
 * A source as people are to see it. What is skipped after a run that went wrong, as when its target is left alone, is as
 * broken as that run left it; the reason says why, and why nobody looks at it just now.
 */
export function standing(source) {
  const run = state.runs.get(source?.name);
  if (source?.outcome !== 'SKIPPED' || !run || run.outcome === 'SUCCEEDED') {
    return source;
  }
  const { reason } = source;
  return { ...source, outcome: run.outcome, reason: reason.includes(run.reason) ? reason : `${run.reason}; ${reason}` };
}

const failures = (run) => Object.values(run?.errors ?? {}).reduce((sum, count) => sum + count, 0);
export const errorRate = (run) => run?.measures.error_rate
  ?? (run?.operations > 0 ? failures(run) / run.operations : undefined);

/** Measures by their words as samples, under the names that REST answers. */
const asSamples = (probe, figures) => Object.entries(figures).filter(([, value]) => Number.isFinite(value))
  .map(([measure, value]) => ({ metric: `probe.${measure}`, labels: { probe }, value }));

function measured(name, run) {
  const latency = run.outcome === 'FAILED' ? {} : run.latency;
  const { p50, p90, p95, p99, min, mean, max } = latency;
  const figures = {
    p50, p90, p95, p99, min, mean, max, 'p99.9': latency.p999, throughput: run.throughput, operations: run.operations,
    error_rate: errorRate(run), violations: run.verification?.violations.length, duration: run.measuredSeconds, ...run.measures,
  };
  return asSamples(name, figures);
}

/** Takes an event of the stream; answers whether only the service can say how things are now. */
export function takeEvent(name, data) {
  return events[name]?.(data) === 'ask';
}

const events = {
  observation({ source, kind, at, outcome, reason, tookSeconds, samples, run }) {
    const known = state.sources.get(source);
    state.sources.set(source, { ...known, name: source, kind, outcome, reason, tookSeconds, observedAt: at });
    takeReadings(samples ?? []);
    tell('samples', Date.parse(at), samples ?? []);
    if (run) {
      takeRun(source, run);
      tell('samples', Date.parse(run.startedAt), measured(source, run));
      tell('run', source, run);
    }
  },
  result(line) {
    // Of those that are not listed nobody is told after the next loading.
    if (state.results.has(line.name)) {
      state.results.set(line.name, line);
      tell('result', line);
    }
    tell('samples', Date.parse(line.observedAt), asSamples(line.name, line.figures));
  },
  judgements(lines) {
    let answer = 'known';
    for (const line of lines) {
      const old = state.thresholds.get(line.name);
      // One line stands for all series of a rule; which is the worst only the service knows.
      if (!old || (old.series ?? 1) > 1 || labelText(old.labels) !== labelText(line.labels)) {
        answer = 'ask';
      } else {
        state.thresholds.set(line.name, { ...old, ...line });
      }
    }
    return answer;
  },
  service(service) {
    state.service = service;
  },
  status({ status, time }) {
    state.overall = status;
    state.clockOffset = Date.parse(time) - Date.now();
  },
  alert(alert) {
    state.alerts.set(alert.id, { ...state.alerts.get(alert.id), ...alert });
    forgetOldAlerts();
    tell('alert', alert);
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
