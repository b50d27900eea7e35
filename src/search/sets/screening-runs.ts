import type { CleanModel } from './clean-model.ts';
import { freeLayouts } from './clearing-plan.ts';
import type { Evidence } from './evidence.ts';

/** A way to run a candidate, and the chance that it stays clean though it crashes. */
export interface Run {
  readonly layout: number;
  readonly exposure: number;
  readonly miss: number;
  /** Of its build, when there is none yet, and of its start. */
  readonly overhead: number;
}

/** Lengths of a screening run, in means of the control (facts search-under-noise 5.3). */
const LENGTHS = [1, 2];
/** A run that ends in a crash has lived for about this share of the mean (5.3). */
const CRASH_LENGTH = 0.6;

/** The screening runs that a candidate offers: on its least used layout, and on a new one. */
export function runsOf(
  { model, evidence }: { model: CleanModel; evidence: Evidence },
  candidate: string,
): Run[] {
  const before = evidence.miss(candidate);
  if (before === 0) return [];
  const known = evidence.layouts(candidate);
  const least = known.toSorted((a, b) => a.exposure - b.exposure)[0];
  const others = (layout: number | undefined): number[] =>
    known.filter((one) => one.layout !== layout).map(({ exposure }) => exposure);
  const fresh = freeLayouts({ model, evidence }, candidate)[0];
  const starts = [
    ...(least ? [{ layout: least.layout, done: least.exposure, build: 0 }] : []),
    ...(fresh === undefined ? [] : [{ layout: fresh, done: 0, build: model.build }]),
  ];
  return starts.flatMap(({ layout, done, build }) =>
    LENGTHS.map((means) => {
      const exposure = means * model.mean;
      const miss = model.miss([...others(layout), done + exposure]) / before;
      return { layout, exposure, miss, overhead: build + model.startup };
    }),
  );
}

/** The expected cost of a run that crashes with this chance. */
export function runCost(model: CleanModel, { overhead, exposure }: Run, crash: number): number {
  return overhead + crash * CRASH_LENGTH * model.mean + (1 - crash) * exposure;
}
