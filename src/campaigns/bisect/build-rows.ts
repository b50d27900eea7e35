import type { JournalEntry } from '../../records/journal-entry.ts';
import { nowIso } from '../../system/clock.ts';
import { EnvironmentError } from '../../system/errors.ts';
import type { BuiltCandidate } from './axis.ts';
import type { BisectionTools, BisectionWork } from './bisection-tools.ts';
import { labelOf } from './labels.ts';
import { rowOf } from './row.ts';

/** Builds each row once a session, when its first trial is due. */
export function createBuilder(
  { record, axis, folder, journaled, undo }: BisectionWork,
  tools: BisectionTools,
) {
  const built = new Map<string, BuiltCandidate>();
  const known = new Map(
    journaled.entries.flatMap((entry) =>
      entry.type === 'row-built' ? [[entry.row, entry] as const] : [],
    ),
  );
  const binaries = new Map<string, string>();
  for (const { row, sha256 } of known.values()) {
    if (sha256 !== null && !binaries.has(sha256)) binaries.set(sha256, row);
  }
  return {
    /** What each build took, seconds. */
    seconds: (): readonly number[] => [...built.values()].map(({ seconds }) => seconds),
    async build(name: string, add: (entry: JournalEntry) => void): Promise<BuiltCandidate> {
      const before = built.get(name);
      if (before !== undefined) return before;
      const label = labelOf(record, name);
      const candidate = await axis
        .build(rowOf(name), {
          ...tools,
          undo,
          folder: folder.path,
          onStepStarted: (step) => {
            tools.emit({ type: 'building', label, step: step.name });
          },
          // The next row may have other flags in the same distutils.
        })
        .finally(() => undo.undoAll());
      const { buildKey, binary, seconds } = candidate;
      requireSameBuild(label, known.get(name), candidate);
      built.set(name, candidate);
      const same = binary === null ? undefined : binaries.get(binary);
      if (binary !== null && same === undefined) binaries.set(binary, name);
      if (!known.has(name)) {
        add({ type: 'row-built', at: nowIso(), row: name, buildKey, sha256: binary, seconds });
      }
      const sameAs = same === undefined || same === name ? null : labelOf(record, same);
      tools.emit({ type: 'built', label, seconds, sameAs });
      return candidate;
    },
  };
}

/** @throws EnvironmentError when a row was built otherwise before: trials must not be mixed. */
function requireSameBuild(
  label: string,
  before: { readonly buildKey: string; readonly sha256: string | null } | undefined,
  now: BuiltCandidate,
): void {
  if (before === undefined) return;
  if (before.buildKey === now.buildKey && before.sha256 === now.binary) return;
  throw new EnvironmentError(
    `${label} is not built as it was when the bisection began (its sources, flags or compiler changed), ` +
      'and trials of two builds must not be mixed: start a new bisection',
  );
}
