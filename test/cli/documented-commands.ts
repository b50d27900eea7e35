import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageRoot, winrepro } from './winrepro.ts';

/** A command line of winrepro in a text for people, in its words without `winrepro`. */
export interface DocumentedCommand {
  /** File and line, for the message. */
  readonly at: string;
  readonly words: readonly string[];
}

/** What the CLI itself says of its commands. */
export interface CommandHelp {
  readonly options: ReadonlyMap<string, ReadonlySet<string>>;
  /** The variants of each embedded recipe. */
  readonly variants: ReadonlyMap<string, ReadonlySet<string>>;
}

/** In a line of its own, behind a prompt or "again:", or behind bootstrap's -Yes. */
const COMMAND =
  /(?:^\s*|\$ |again: |-Yes\s+(?=run ))(?:winrepro |node dist\/cli\/main\.js |npm start -- |(?=run numpy-pypy))([^`\n]+)/gm;

/** The command lines of winrepro in a page of Markdown: in its blocks and between backticks. */
export function commandsInPage(page: string, file: string): readonly DocumentedCommand[] {
  const blocks = [...page.matchAll(/^```.*\n([^]*?)^```$/gm)].map((match) => match[1] ?? '');
  const prose = page.replaceAll(/^```.*\n[^]*?^```$/gm, '');
  const spans = [...prose.matchAll(/`([^`]+)`/g)].map((match) =>
    (match[1] ?? '').replaceAll('\n', ' '),
  );
  return documentedCommands([...blocks, ...spans].join('\n'), file);
}

/** The command lines of winrepro in `text`; a backslash at the end of a line continues it. */
export function documentedCommands(text: string, file: string): readonly DocumentedCommand[] {
  const joined = text.replaceAll(/\\\n\s*/g, ' ');
  return [...joined.matchAll(COMMAND)].map((match) => ({
    at: `${file}: ${match[0].trim()}`,
    words: wordsOf(match[1] ?? ''),
  }));
}

/** Asks the built CLI. */
export async function askForHelp(): Promise<CommandHelp> {
  const cwd = packageRoot;
  const top = await winrepro(['--help'], { cwd });
  const names = [...top.stdout.matchAll(/^ {2}winrepro ([\w-]+)/gm)].map((match) => match[1] ?? '');
  const texts = await Promise.all(
    names.map(async (name) => {
      const { stdout } = await winrepro([name, '--help'], { cwd });
      const own = [...stdout.matchAll(new RegExp(`^ {2}winrepro ${name} (\\w+)`, 'gm'))];
      const below = await Promise.all(
        own.map(async ([, word = '']) => (await winrepro([name, word, '--help'], { cwd })).stdout),
      );
      return [stdout, ...below].join('\n');
    }),
  );
  return {
    options: new Map(names.map((name, index) => [name, optionsIn(texts[index] ?? '')])),
    variants: new Map(readdirSync(join(packageRoot, 'recipes')).map(variantsIn)),
  };
}

/** Why the CLI would not take a command; empty when it would. */
export function problemsOf({ words, at }: DocumentedCommand, help: CommandHelp): readonly string[] {
  const [command = '', ...rest] = words;
  const end = words.indexOf('--');
  // What follows is for the command that a schedule starts.
  if (command === 'schedule' && end !== -1) {
    const started = { at, words: ['stress', ...words.slice(end + 1)] };
    const own = { at, words: words.slice(0, end) };
    return [...problemsOf(own, help), ...problemsOf(started, help)];
  }
  if (['--help', '--version'].includes(command)) return [];
  const options = help.options.get(command);
  if (options === undefined) return [`there is no command ${command}`];
  const unknown = rest
    .filter((word) => /^--?[a-z]/.test(word))
    .map((word) => word.replace(/=.*/, ''))
    .filter((word) => !options.has(word))
    .map((word) => `${command} has no option ${word}`);
  return [...unknown, ...variantProblems(command, rest, help)];
}

function variantProblems(command: string, rest: readonly string[], { variants }: CommandHelp) {
  const [recipe = ''] = rest;
  if (!['run', 'plan', 'doctor'].includes(command) || !/^[a-z][a-z-]*$/.test(recipe)) return [];
  const known = variants.get(recipe);
  if (known === undefined) return [`there is no recipe ${recipe}`];
  const variant = rest[rest.indexOf('--variant') + 1] ?? '';
  // Capitals, dollars and quotes stand for a name that the reader or a shell puts in.
  if (!rest.includes('--variant') || /^[A-Z"$]+[A-Z_:"]*/.test(variant)) return [];
  return known.has(variant) ? [] : [`${recipe} has no variant ${variant}`];
}

function wordsOf(line: string): readonly string[] {
  const [before = ''] = line.split(/ (?:>>?|\|\|?|&&|#) | {2,}/);
  return before.replace(/[.,;:]$/, '').match(/"[^"]*"|\S+/g) ?? [];
}

function optionsIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/(?<![\w-])--?[a-z][\w-]*/g)].map((match) => match[0]));
}

function variantsIn(name: string): readonly [string, ReadonlySet<string>] {
  const text = readFileSync(join(packageRoot, 'recipes', name), 'utf8');
  const { variants } = parse(text) as { readonly variants: object };
  return [name.replace('.yaml', ''), new Set(Object.keys(variants))];
}
