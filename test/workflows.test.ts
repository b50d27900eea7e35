import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { askForHelp, documentedCommands, problemsOf } from './cli/documented-commands.ts';
import { packageRoot } from './cli/winrepro.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Workflow {
  readonly on: object;
  readonly permissions: unknown;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly 'runs-on': string;
        readonly container?: string;
        readonly 'timeout-minutes': number;
        readonly steps: readonly Step[];
      }
    >
  >;
}

const folder = join(packageRoot, '.github', 'workflows');
const { scripts } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

describe.each(readdirSync(folder))('The workflow %s', (name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  const document = parseDocument(text);
  const { jobs, permissions } = document.toJS() as Workflow;
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  const commands = steps.flatMap(({ run }) => run ?? []);

  it('is sound YAML, reads only, and holds no secrets', () => {
    expect([...document.errors, ...document.warnings]).toEqual([]);
    expect(permissions).toEqual({ contents: 'read' });
    expect(text).not.toMatch(/\bsecrets\b/);
  });

  it('pins machines, images and actions, and ends by itself', () => {
    for (const job of Object.values(jobs)) {
      expect(job['runs-on']).toMatch(/^(windows|ubuntu)-\d{4}$|^ubuntu-\d\d\.04$/);
      if (job.container !== undefined) expect(job.container).toMatch(/^[a-z]+:\d+$/);
      expect(job['timeout-minutes']).toBeGreaterThan(0);
    }
    for (const { uses } of steps) {
      if (uses !== undefined) expect(uses).toMatch(/^actions\/[a-z-]+@v\d+$/);
    }
  });

  it('says in each step either what is run or what is used', () => {
    for (const step of steps) {
      expect([step.uses, step.run].filter((one) => one !== undefined)).toHaveLength(1);
    }
  });

  it('puts no input into the text of a command', () => {
    for (const run of commands) expect(run).not.toContain('${{');
  });

  it('runs scripts and files that are there', () => {
    const builtIn = ['start', 'test', 'ci'];
    for (const run of commands) {
      for (const [, script = ''] of run.matchAll(/\bnpm (?:run )?(?:--\S+ )*([\w:-]+)/g)) {
        expect([...builtIn, ...Object.keys(scripts)]).toContain(script);
      }
      for (const [file] of run.matchAll(/(?:scripts|\.ci)[/\\][\w./\\-]+/g)) {
        expect(existsSync(join(packageRoot, file.replaceAll('\\', '/')))).toBe(true);
      }
    }
  });

  it('gives winrepro commands that it takes', async () => {
    const help = await askForHelp();
    const problems = commands
      .flatMap((run) => documentedCommands(run.replaceAll('"$', '$'), name))
      .flatMap((command) => problemsOf(command, help));
    expect(problems).toEqual([]);
  });
});

it('The reproduction runs winrepro on both systems', () => {
  const text = readFileSync(join(folder, 'repro.yml'), 'utf8');
  const { jobs } = parseDocument(text).toJS() as Workflow;
  for (const job of ['windows', 'linux']) {
    const runs = jobs[job]?.steps.flatMap(({ run }) => run ?? []) ?? [];
    const commands = runs.flatMap((run) => documentedCommands(run, job));
    expect(commands.map(({ words }) => words.slice(0, 2).join(' '))).toContain('run numpy-pypy');
  }
});
