import type { Night, RateChange } from '../../records/night.ts';
import type { ReplayedBuild, ReplayVerdict } from '../../records/replay-result.ts';
import { crashesIn, iterations, shorter } from '../history/night-reason.ts';

export interface ReplayFacts {
  readonly exported: Pick<Night, 'hazard' | 'signatures' | 'platform'>;
  readonly replayed: Pick<Night, 'hazard' | 'signatures' | 'platform'>;
  readonly build: ReplayedBuild['kind'];
  /** Of the replay against the archive. */
  readonly rate: RateChange['kind'];
}

export interface Judged {
  readonly verdict: ReplayVerdict;
  /** One sentence: the evidence. */
  readonly reason: string;
}

/**
 * What a replay says of the verdict of its archive. A crash proves itself; a quiet replay of a crash
 * proves nothing unless the same program ran and its silence would be unlikely at the archive's rate,
 * and even then not that the crash is gone.
 */
export function judgeReplay({ exported, replayed, build, rate }: ReplayFacts): Judged {
  const [there, here] = [exported.hazard, replayed.hazard];
  if (here.crashes > 0) {
    if (there.crashes === 0) {
      return told(
        'differs',
        `it crashes here and was quiet there: ${crashesIn(here)}, there ${shorter(there)}`,
      );
    }
    return bothCrash({ exported, replayed });
  }
  if (here.exposure === 0) return told('cannot-tell', 'no trial here lived through any iteration');
  if (build === 'different' || build === 'unknown') {
    const why =
      build === 'different' ? 'another program ran' : 'whether the same program ran is not known';
    return told(
      'cannot-tell',
      `no crash here, but ${why}: that quiet run says nothing of the one in the archive`,
    );
  }
  if (there.crashes === 0) {
    return there.exposure === 0
      ? told('cannot-tell', 'no trial there lived through any iteration')
      : told(
          'same',
          `no crash here and none there, in ${iterations(here.exposure)} and ${iterations(there.exposure)} iterations: neither proves that it cannot crash`,
        );
  }
  const expected = there.hazard * here.exposure;
  const silence = `no crash here in ${iterations(here.exposure)} iterations, in which the archive's rate brings ${numberText(expected)}`;
  return rate === 'better'
    ? told('differs', `${silence}: it is rarer here, which is not to say that it is gone`)
    : told(
        'cannot-tell',
        `${silence}: too few to tell the rates apart, and no proof that it is gone`,
      );
}

function bothCrash({ exported, replayed }: Pick<ReplayFacts, 'exported' | 'replayed'>): Judged {
  const counts = `${crashesIn(replayed.hazard)}, there ${shorter(exported.hazard)}`;
  const known = new Set(exported.signatures.map(({ signature }) => signature));
  if (replayed.signatures.some(({ signature }) => known.has(signature))) {
    return told('same', `it crashes here as it did there: ${counts}`);
  }
  if (exported.platform !== replayed.platform) {
    return told(
      'same',
      `it crashes here too, ${counts}; signatures of two platforms are not compared`,
    );
  }
  const names = [...known].join('; ');
  return told('differs', `it crashes here, but never as it did there (${names}): ${counts}`);
}

function told(verdict: ReplayVerdict, reason: string): Judged {
  return { verdict, reason };
}

/** `0.19`, `12`: how many crashes are expected. */
function numberText(value: number): string {
  return `${value < 10 ? value.toPrecision(2) : Math.round(value)} crashes`;
}
