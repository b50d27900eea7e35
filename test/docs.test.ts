import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  askForHelp,
  commandsInPage,
  documentedCommands,
  problemsOf,
  type CommandHelp,
} from './cli/documented-commands.ts';
import { packageRoot } from './cli/winrepro.ts';

const pages = [
  'README.md',
  ...readdirSync(join(packageRoot, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(packageRoot, page), 'utf8');

  it('links to pages and headings that are there', () => {
    const links = [...withoutBlocks(text).matchAll(/\]\(([^)\s]+)\)/g)]
      .map((match) => match[1] ?? '')
      .filter((target) => !/^[a-z]+:/.test(target));
    expect(links.filter((target) => !leadsSomewhere(page, target))).toEqual([]);
  });

  it('names files of this repository that are there', () => {
    const paths = [...text.matchAll(/`([\w.-]+(?:[/\\][\w.-]+)+[/\\]?)`/g)]
      .map((match) => (match[1] ?? '').replaceAll('\\', '/'))
      .filter((path) => !path.startsWith('./'))
      .filter((path) => existsSync(join(packageRoot, path.split('/')[0] ?? '')))
      .filter((path) => !/^(dist|node_modules)\//.test(path));
    expect(paths.filter((path) => !existsSync(join(packageRoot, path)))).toEqual([]);
  });
});

describe('Every command line of winrepro in the pages', () => {
  let help: CommandHelp;
  beforeAll(async () => {
    help = await askForHelp();
  }, 60_000);

  it.each(pages)('of %s is one that the CLI takes', (page) => {
    const commands = commandsInPage(readFileSync(join(packageRoot, page), 'utf8'), page);
    expect(problemsIn(commands)).toEqual([]);
  });

  it('is found in the page of the main job, so that the test above tests something', () => {
    const page = 'docs/numpy-pypy.md';
    const commands = commandsInPage(readFileSync(join(packageRoot, page), 'utf8'), page);
    expect(new Set(commands.map(({ words }) => words[0]))).toEqual(
      new Set([
        ...['run', 'plan', 'doctor', 'list', 'report', 'resume'],
        ...['debug', 'watch-registers', 'timeline', 'export'],
      ]),
    );
  });

  it.each([
    ['winrepro walk', 'there is no command walk'],
    ['$ winrepro run control --variants O0', 'run has no option --variants'],
    ['winrepro plan numpy-pypy --variant prints', 'numpy-pypy has no variant prints'],
    ['npm start -- doctor numpy', 'there is no recipe numpy'],
    ['winrepro schedule add control --it 02:00', 'schedule has no option --it'],
    ['winrepro schedule add control -- --fro 8h', 'stress has no option --fro'],
    ['bootstrap.ps1 -Yes run numpy-pypy --trial 3', 'run has no option --trial'],
  ])('would be found wrong in "%s"', (text, problem) => {
    expect(problemsIn(documentedCommands(text, 'page'))).toEqual([`page: ${problem}`]);
  });

  function problemsIn(commands: ReturnType<typeof documentedCommands>): readonly string[] {
    return commands.flatMap((command) =>
      problemsOf(command, help).map((problem) => `${command.at.split(': ')[0] ?? ''}: ${problem}`),
    );
  }
});

function withoutBlocks(text: string): string {
  return text.replaceAll(/^```[^]*?^```$/gm, '').replaceAll(/`[^`\n]*`/g, '');
}

function leadsSomewhere(page: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? join(packageRoot, page) : join(packageRoot, dirname(page), path);
  if (!existsSync(file)) return false;
  return anchor === undefined || anchorsOf(readFileSync(file, 'utf8')).has(anchor);
}

/** The names that GitHub gives to headings. */
function anchorsOf(text: string): ReadonlySet<string> {
  const headings = [...text.replaceAll(/^```[^]*?^```$/gm, '').matchAll(/^#{1,6} (.+)$/gm)].map(
    (match) => match[1] ?? '',
  );
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(/\s/g, '-'),
    ),
  );
}
