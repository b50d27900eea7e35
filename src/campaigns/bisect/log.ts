import type { BisectionRecord } from '../../records/bisection-record.ts';
import type { JournalEntry } from '../../records/journal-entry.ts';
import { typedCommand } from '../shown-commands.ts';
import { standingOf } from './standing.ts';

/**
 * Commands that rebuild the state of a bisection in another workspace, in the order of its journal:
 * what was asked for, each trial that counts, what was skipped. Edited, it is another state.
 */
export function bisectionLog(record: BisectionRecord, entries: readonly JournalEntry[]): string {
  const { trials, began, failed } = standingOf(record, entries).now();
  const skipped = entries.flatMap((entry) =>
    entry.type === 'candidate-skipped' ? [entry.candidate] : [],
  );
  const lines = [
    beginCommand(record, began),
    ...trials
      .filter(({ outcome }) => outcome === 'crashed' || outcome === 'clean')
      .map(({ variant, outcome, exposure, signature }) => [
        ...['bisect', 'tell', variant, outcome, `${exposure.iterations}`],
        ...(outcome === 'crashed' ? ['--signature', signature ?? 'unknown'] : []),
      ]),
    ...[...failed.keys()].map((row) => ['bisect', 'tell', row, 'unbuildable']),
    ...skipped.map((candidate) => ['bisect', 'skip', candidate]),
    ['resume'],
  ];
  const comment = record.platform === 'win32' ? 'rem' : '#';
  return [
    `${comment} ${record.id}: these commands rebuild it in another workspace`,
    ...lines.map((words) => typedCommand(['winrepro', ...words], record)),
    '',
  ].join('\n');
}

function beginCommand(
  { recipe, variant, axis, options, space, layouts }: BisectionRecord,
  began: { readonly build: number; readonly startup: number } | null,
): readonly string[] {
  const { source } = options;
  const given: readonly (readonly [string, string | number | null])[] = [
    ['--variant', variant],
    ['--seed', options.seed],
    ['--delta', options.delta],
    ['--rho', options.rho],
    ['--background', options.background],
    ['--timeout', options.timeoutSeconds ?? 0],
    ['--stall', options.stallSeconds ?? 0],
    ['--control-crashes', options.controlCrashes],
    ['--jobs', options.jobs],
    ['--layouts', layouts],
    ['--budget', options.budgetSeconds],
    ['--max-builds', options.maxBuilds],
    ['--max-sets', space.type === 'set' ? space.maxSets : null],
    ['--strategy', space.type === 'set' ? space.strategy : null],
    ['--find', space.type === 'ordered' ? axis.find : null],
    ['--in', axis.within],
    ['--build-cost', options.buildCost ?? began?.build ?? null],
    ['--startup-cost', options.startupCost ?? began?.startup ?? null],
    ['--iterations', options.iterations],
    ['--watch', options.watch],
    ['--compiler', options.compiler],
    ['--interpreter', options.interpreter],
    ['--lock', options.lock],
    ['--source', source === null ? null : 'archive' in source ? source.archive : source.repository],
  ];
  return [
    ...['bisect', axis.name, recipe.reference, '--prepare'],
    ...(axis.expand ? [] : ['--no-expand']),
    ...given.flatMap(([name, value]) => (value === null ? [] : [name, `${value}`])),
  ];
}
