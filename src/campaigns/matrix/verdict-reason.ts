import type { Verdict } from '../../statistics/verdict.ts';

/** Why a verdict is what it is, in one sentence without figures, which stand beside it. */
export function verdictReason(verdict: Verdict | null, trials: number): string {
  if (trials === 0) return 'no trial was run';
  if (verdict === null) return 'there is no control to measure against yet';
  switch (verdict.kind) {
    case 'crashes':
      return 'it crashed in the way of the control';
    case 'rate-changed':
      return `it crashes, and ${verdict.direction} than the control`;
    case 'cleared':
      return `clean for as long as a crashing row would be only with the chance ${verdict.beta}`;
    case 'inconclusive':
      return opennessReason(verdict);
  }
}

function opennessReason({ reason }: Extract<Verdict, { kind: 'inconclusive' }>): string {
  switch (reason) {
    case 'void':
      return 'the negative control crashes in the same way';
    case 'control':
      return 'the control has too few crashes to measure against';
    case 'second-crash':
      return 'it crashed once, and once is not enough here';
    case 'exposure':
      return 'clean so far, and not for long enough';
  }
}
