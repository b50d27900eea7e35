import { quoteCmd, quotePosix } from '../pipeline/quote.ts';
import type { RunRecord } from '../records/run-record.ts';

/** The command that goes on with a run, naming its workspace where the user had to name it. */
export function resumeCommand(run: Pick<RunRecord, 'id' | 'argv' | 'platform'>): string {
  return typedCommand(['winrepro', 'resume', run.id, ...workspaceWords(run.argv)], run);
}

/** What repeats a trial, beside its seed. */
interface RepeatedRun extends Pick<RunRecord, 'recipe' | 'variant' | 'argv' | 'platform'> {
  readonly options: Pick<RunRecord['options'], 'compiler' | 'interpreter' | 'lock' | 'source'> & {
    /** Null for the recipe's own. */
    readonly iterations: number | null;
    readonly watch: string | null;
  };
}

/** The command that runs one trial as this run did: on the same build, the same seed is the same. */
export function againCommand(run: RepeatedRun, seed: number): string {
  const { recipe, variant, options, argv } = run;
  const { compiler, interpreter, lock, source, watch, iterations } = options;
  const given: readonly (readonly [string, string | null])[] = [
    ['--variant', variant],
    ['--seed', `${seed}`],
    ['--compiler', compiler],
    ['--interpreter', interpreter],
    ['--lock', lock],
    ['--source', source === null ? null : 'archive' in source ? source.archive : source.repository],
    // The recipe's own way need not be said; another one was said.
    ['--watch', argv.some((word) => /^--watch(=|$)/.test(word)) ? watch : null],
    ['--iterations', iterations === null ? null : `${iterations}`],
    ['--trials', '1'],
  ];
  const words = given.flatMap(([name, value]) => (value === null ? [] : [name, value]));
  return typedCommand(
    ['winrepro', 'run', recipe.reference, ...words, ...workspaceWords(argv)],
    run,
  );
}

/** A command as a person types it in this platform's shell. */
export function typedCommand(
  words: readonly string[],
  { platform }: Pick<RunRecord, 'platform'>,
): string {
  return words.map(platform === 'win32' ? quoteCmd : quotePosix).join(' ');
}

function workspaceWords(argv: readonly string[]): readonly string[] {
  const at = argv.findLastIndex((word) => /^--workspace(=|$)/.test(word));
  const word = argv[at];
  if (word === undefined) return [];
  return word === '--workspace' ? [word, argv[at + 1] ?? ''] : [word];
}
