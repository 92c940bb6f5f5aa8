// What people do about alerts: silence them for a while, or say that they look after them.

import { get, send } from './api.js';
import { moment, words } from './format.js';
import { items, labelText, on, state } from './state.js';
import { Table, setText } from './table.js';

const NAME = 'tidemark-name';
const LENGTHS = [['30m', '30 minutes'], ['1h', '1 hour'], ['2h', '2 hours'], ['4h', '4 hours'], ['8h', '8 hours'],
  ['1d', '1 day'], ['7d', '1 week']];

const byId = (id) => document.getElementById(id);

let silences = new Map();
/** The alert that is answered. */
let answered;
/** Set by the page: what is done about a request that failed, and with what has changed. */
let complain = () => {};
let changed = () => {};

/** Whether a silence holds for an alert now. */
export const isSilenced = ({ state: standing, silencedBy }) => standing === 'FIRING' && silencedBy && !silencedBy.until;

function silencedText(alert) {
  const { id, author, comment } = alert.silencedBy;
  const end = silences.get(id)?.endsAt;
  if (isSilenced(alert)) {
    return `Silenced by ${author}${end ? ` until ${moment(Date.parse(end))}` : ''}: ${comment}`;
  }
  return `${alert.toldAt ? 'Was silenced' : 'Told to nobody, silenced'} by ${author}: ${comment}`;
}

/** What people did about an alert, in words; empty when nothing. */
export function care(alert) {
  const { name, comment } = alert?.acknowledgement ?? {};
  return [alert?.silencedBy ? silencedText(alert) : '', name ? `Acknowledged by ${name}${comment ? `: ${comment}` : ''}` : '']
    .filter(Boolean).join(' · ');
}

/** The alert that is open about a line of the status. */
export const alertOf = ({ name, labels }) => [...state.alerts.values()]
  .find((alert) => alert.state !== 'RESOLVED' && alert.threshold === name && labelText(alert.labels) === labelText(labels));

/** The button beside an alert. */
export const answer = (alert) => ({
  text: 'Answer',
  action: {
    name: `Silence or acknowledge ${alert.threshold}`, hidden: alert.state !== 'FIRING', run: () => open(alert),
  },
});

const OPS = { '^=': ' begins with ' };
const matchersText = (matchers) => matchers
  .map(({ label, op, value }) => `${label}${OPS[op] ?? ` ${op} `}${value === '' ? '""' : value}`).join(', ');

function whenText({ state: standing, startsAt, endsAt, repeat }) {
  const start = standing === 'PENDING' && !repeat ? `from ${moment(Date.parse(startsAt))}` : '';
  const end = endsAt ? `until ${moment(Date.parse(endsAt))}` : '';
  return [repeat, start, end].filter(Boolean).join(' ');
}

const table = new Table('silences', [
  (silence) => ({ text: words(silence.state), state: silence.state === 'ACTIVE' ? 'MUTED' : 'NO_DATA' }),
  (silence) => ({ text: matchersText(silence.matchers), detail: whenText(silence) }),
  (silence) => ({ text: silence.comment, detail: silence.author }),
  (silence) => ({ text: 'End now', action: { name: `End the silence of ${silence.author} now`, run: () => end(silence.id) } }),
], 'There are no silences.');

export function showSilences() {
  const rank = ({ state: standing }) => (standing === 'ACTIVE' ? 0 : 1);
  const shown = [...silences.values()].sort((a, b) => rank(a) - rank(b));
  byId('silences-section').hidden = shown.length === 0;
  table.show(shown, (silence) => silence.id);
  if (answered && state.alerts.get(answered.id)?.state !== 'FIRING') {
    close();
  }
}

/** Those that hold and those that will. */
export async function loadSilences() {
  const both = await Promise.all([get('silences?state=ACTIVE&limit=1000'), get('silences?state=PENDING&limit=1000')]);
  silences = new Map(both.flatMap(items).map((silence) => [silence.id, silence]));
  changed();
}

let reloading;
function reloadSoon() {
  reloading ??= setTimeout(() => {
    reloading = undefined;
    // The stream will say so too when the service is away.
    loadSilences().catch(() => {});
  }, 1000);
}

// Others make and end silences too; what these do to alerts is told.
on('alert', ({ silencedBy }) => {
  if (silencedBy && silences.has(silencedBy.id) === Boolean(silencedBy.until)) {
    reloadSoon();
  }
});
setInterval(() => {
  if (silences.size > 0 && !document.hidden) {
    reloadSoon();
  }
}, 60_000);

async function act(work) {
  try {
    await work();
    close();
    await loadSilences();
  } catch (problem) {
    complain(problem, () => act(work));
  }
}

const end = (id) => act(() => send('DELETE', `silences/${id}`));

function open(alert) {
  answered = alert;
  setText(byId('answer-heading'), `Answer ${alert.threshold}`);
  setText(byId('answer-about'), [labelText(alert.labels), care(alert)].filter(Boolean).join(' · '));
  byId('answer-withdraw').hidden = !alert.acknowledgement;
  byId('answer-name').value = sessionStorage.getItem(NAME) ?? '';
  byId('answer-comment').value = '';
  byId('answer').hidden = false;
  byId(byId('answer-name').value ? 'answer-comment' : 'answer-name').focus();
}

function close() {
  answered = undefined;
  byId('answer').hidden = true;
}

/** What stands in the form; undefined when something is missing, which the form then says. */
function said(commentNeeded) {
  byId('answer-comment').required = commentNeeded;
  if (!byId('answer').reportValidity()) {
    return undefined;
  }
  const name = byId('answer-name').value.trim();
  sessionStorage.setItem(NAME, name);
  return { name, comment: byId('answer-comment').value.trim() };
}

function acknowledge() {
  const { name, comment } = said(false) ?? {};
  const path = `alerts/${answered.id}/acknowledgement`;
  if (name) {
    act(() => send('POST', path, { name, comment: comment || undefined }));
  }
}

function silence() {
  const { name, comment } = said(true) ?? {};
  const labels = { alertname: answered.threshold, ...answered.labels };
  if (name) {
    const matchers = Object.entries(labels).map(([label, value]) => ({ label, op: '=', value }));
    act(() => send('POST', 'silences', { matchers, duration: byId('answer-length').value, comment, author: name }));
  }
}

/** told: what is done about a request that failed; renewed: called when there is something new to show. */
export function startSilences(told, renewed) {
  complain = told;
  changed = renewed;
  byId('answer-length').append(...LENGTHS.map(([value, text]) => new Option(text, value, value === '2h', value === '2h')));
  byId('answer').addEventListener('submit', (event) => {
    event.preventDefault();
    acknowledge();
  });
  byId('answer').addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') {
      close();
    }
  });
  byId('answer-silence').addEventListener('click', silence);
  byId('answer-withdraw').addEventListener('click', () => act(() => send('DELETE', `alerts/${answered.id}/acknowledgement`)));
  byId('answer-cancel').addEventListener('click', close);
}
