// Why an alert probably came about: a sentence, and what moved with it.

const MOST = 4;

/** An alert's cause as a cell shows it: { detail, list }. */
export function causeOf(alert) {
  return {
    detail: alert?.cause ? `Cause: ${alert.cause}` : '',
    list: (alert?.causes ?? []).slice(0, MOST).map(({ text }) => `moved with it: ${text}`),
  };
}
