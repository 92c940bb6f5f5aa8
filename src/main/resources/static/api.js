// Talks to the service: requests with the token of this tab, and the event stream.

const TOKEN = 'tidemark-token';
const SILENCE_MILLIS = 40_000; // a heartbeat comes every 15 s

export class ProblemError extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

export function keepToken(token) {
  sessionStorage.setItem(TOKEN, token);
}

export function forgetToken() {
  sessionStorage.removeItem(TOKEN);
}

async function request(path, options = {}) {
  const token = sessionStorage.getItem(TOKEN);
  const headers = { ...options.headers, ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  const response = await fetch(path, { cache: 'no-store', ...options, headers });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new ProblemError(response.status, problem.detail ?? `The service answered ${response.status}.`);
  }
  return response;
}

export async function get(path) {
  return (await request(`api/v1/${path}`)).json();
}

export const runNow = (name) => send('POST', `sources/${encodeURIComponent(name)}/runs`);

/** A change; body: what is sent as JSON, if anything. */
export async function send(method, path, body) {
  const response = await request(`api/v1/${path}`, {
    method, headers: { 'Content-Type': 'application/json' }, body: body && JSON.stringify(body),
  });
  return response.json();
}

/**
 * Not EventSource, which cannot send the token. Resolves when the stream ends, rejects when it breaks.
 *
 * last: id of the last event that was received, to go on behind it; received: (name, data, id).
 */
export async function stream(signal, last, opened, received) {
  const silence = new AbortController();
  const either = AbortSignal.any([signal, silence.signal]);
  const response = await request('api/v1/stream', {
    headers: { Accept: 'text/event-stream', ...(last ? { 'Last-Event-ID': last } : {}) }, signal: either,
  });
  // Events wait until then, so that none is overwritten by an older answer.
  await opened().catch((problem) => {
    silence.abort();
    throw problem;
  });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let timer;
  let rest = '';
  try {
    for (;;) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MILLIS);
      const { value, done } = await reader.read();
      if (done) {
        return;
      }
      const events = (rest + value).split(/\r?\n\r?\n/);
      rest = events.pop();
      events.forEach((event) => deliver(event, received));
    }
  } finally {
    clearTimeout(timer);
  }
}

function deliver(event, received) {
  let name = 'message';
  let id;
  const data = [];
  for (const line of event.split(/\r?\n/)) {
    const [, field, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (field === 'event') {
      name = value;
    } else if (field === 'id') {
      id = value;
    } else if (field === 'data') {
      data.push(value);
    }
  }
  if (data.length > 0) {
    received(name, JSON.parse(data.join('\n')), id);
  }
}
