import type { StressOptions } from '../../records/stress-record.ts';

/** What ends a stress run, in words; empty when only the user does. */
export function untilWords({
  forSeconds,
  trials,
  untilCrashes,
  shard,
}: Pick<StressOptions, 'forSeconds' | 'trials' | 'untilCrashes' | 'shard'>): readonly string[] {
  const own = shard === null ? '' : `, of which shard ${shard.index}/${shard.count}`;
  return [
    ...(forSeconds === null ? [] : [spanWords(forSeconds)]),
    ...(trials === null ? [] : [`${trials} ${trials === 1 ? 'trial' : 'trials'}${own}`]),
    ...(untilCrashes === null
      ? []
      : [`${untilCrashes} ${untilCrashes === 1 ? 'crash' : 'crashes'}`]),
  ];
}

/** `8h`, `90m`, `45s`. */
function spanWords(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
