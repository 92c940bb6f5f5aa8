// How a rule stands, in one word.

export const WORST_FIRST = ['CRITICAL', 'WARNING', 'PENDING', 'MUTED', 'INCONCLUSIVE', 'NO_DATA', 'OK'];

export function verdictState(line) {
  if (line.verdict === 'BREACHED') {
    if (line.pendingUntil) {
      return 'PENDING';
    }
    return line.muted ? 'MUTED' : line.severity.toUpperCase();
  }
  return line.verdict;
}

/** The rules about what comes under a name, the worst first. */
export function rulesAbout(probe, thresholds) {
  const rank = (line) => WORST_FIRST.indexOf(verdictState(line));
  return thresholds.filter(({ labels }) => labels?.probe === probe).sort((a, b) => rank(a) - rank(b));
}
