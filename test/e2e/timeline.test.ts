import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Timeline } from '../../src/records/timeline.ts';
import { buildControl, compilers, missingCommands } from '../control/control-program.ts';
import { winrepro, type Ended } from '../cli/winrepro.ts';

const [gcc] = compilers;
const missing = gcc === undefined ? ['gcc'] : await missingCommands(gcc);
const why = missing.length === 0 ? '' : ` (skipped: no ${missing.join(', ')} here)`;

/** A blank, and letters beyond ASCII: the picture's path must not matter. */
const cwd = mkdtempSync(join(tmpdir(), 'winrepro timeline äö '));
afterAll(() => {
  rmSync(cwd, { recursive: true, force: true });
});

async function cli(...args: readonly string[]): Promise<Ended> {
  return winrepro(args, { cwd });
}

async function timelineOf(...args: readonly string[]): Promise<Timeline> {
  const ended = await cli('timeline', ...args, '--json');
  expect(ended.exitCode).toBe(0);
  return JSON.parse(ended.stdout) as Timeline;
}

function leadingOf({ association }: Timeline) {
  return association?.cells[association.leading ?? -1];
}

describe.skipIf(missing.length > 0)(
  `The timeline of the control${why}`,
  { timeout: 120_000 },
  () => {
    let folder: string;
    beforeAll(async () => {
      const ended = await cli(
        ...['run', 'control', '--variant', 'marks', '--compiler', 'gcc', '--seed', '3'],
        ...['--trials', '3', '--keep-output', '--quiet'],
      );
      expect(ended).toMatchObject({ exitCode: 1, stderr: '' });
      const runs = join(cwd, '.winrepro', 'runs');
      folder = join(runs, readdirSync(runs)[0] ?? '');
    }, 120_000);

    it('finds that the lost pointer directly follows a minor collection, with p < 1e-6', async () => {
      const timeline = await timelineOf();
      expect(timeline).toMatchObject({
        schema: 'winrepro/timeline/1',
        source: { recipe: 'control', variant: 'marks' },
        calls: 600_000,
      });
      expect(timeline.trials.map(({ trial, crashed }) => [trial, crashed])).toEqual([
        [1, false],
        [2, false],
        [3, false],
      ]);
      const first = leadingOf(timeline);
      expect(first).toMatchObject({
        kind: 'minor-collection',
        lag: 1,
        failures: timeline.failures,
      });
      expect(first?.bonferroni.p).toBeLessThan(1e-6);
      expect(first?.ratio?.value).toBeNull();
      const others = timeline.association?.cells.filter((cell) => cell !== first) ?? [];
      expect(others.length).toBeGreaterThan(30);
      expect(others.filter(({ corrected }) => corrected < 0.01)).toEqual([]);
    });

    it('leaves the picture and the document in the folder of the run', async () => {
      const ended = await cli('timeline');
      expect(ended.exitCode).toBe(0);
      expect(ended.stdout).toMatch(/^control\/marks: minor-collection stands directly before /);
      const svg = readFileSync(join(folder, 'timeline.svg'), 'utf8');
      expect(svg).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<svg/);
      expect(readFileSync(join(folder, 'timeline.png')).subarray(1, 4).toString()).toBe('PNG');
      const document = JSON.parse(readFileSync(join(folder, 'timeline.json'), 'utf8')) as Timeline;
      expect(document).toEqual(await timelineOf());
    });

    it('draws one trial alone when asked', async () => {
      const { trials } = await timelineOf('--trial', '2');
      expect(trials.map(({ trial }) => trial)).toEqual([2]);
    });

    it('is a section of the page of the run', async () => {
      const { stdout } = await cli('report', '--format', 'html');
      expect(stdout).toContain('<h2>Events around the failures</h2>');
      expect(stdout).toContain('data:image/png;base64,');
    });

    it('is told again from what is left when an output is gone', async () => {
      rmSync(join(folder, 'trials', '000002'), { recursive: true });
      const timeline = await timelineOf();
      expect(timeline.trials.map(({ trial }) => trial)).toEqual([1, 3]);
      expect(timeline.notes).toEqual([
        '2 of 3 trials with marks kept their output: the others are left out',
      ]);
    });
  },
);

describe.skipIf(missing.length > 0)(
  `An output of the control's own program${why}`,
  { timeout: 120_000 },
  () => {
    let program = '';
    beforeAll(async () => {
      if (gcc === undefined) return;
      program = await buildControl(gcc, cwd, ['-O2', '-flto', '-DMARKS']);
    }, 60_000);

    // As facts/control.md counted them for three sizes of the nursery.
    it.each([
      [4_194_304, 3],
      [65_536, 450],
      [16_384, 1828],
    ])('with a nursery of %i bytes has %i failures, all after an M', async (nursery, failures) => {
      const file = join(cwd, `nursery ${nursery}.txt`);
      const given = ['100000', '--seed', '3', '--events', '--no-subok', '--nursery', `${nursery}`];
      const { stdout } = await execa(program, given);
      writeFileSync(file, stdout);
      const picture = join(cwd, `${nursery}.png`);
      const timeline = await timelineOf('--file', file, '--png', picture, '--rounds', '199');
      expect(leadingOf(timeline)).toMatchObject({
        kind: 'minor-collection',
        lag: 1,
        failures,
        corrected: 1 / 200,
      });
      expect(timeline.failures).toBe(failures);
      expect(leadingOf(timeline)?.bonferroni.p).toBeLessThan(1e-6);
      expect(existsSync(picture)).toBe(true);
      // Only the second call of a turn can lose its pointer, and none before the JIT compiles.
      if (failures > 100) {
        expect(timeline.course?.step).toMatchObject({ step: 2, rest: 1, hits: failures });
        expect(timeline.course?.start.calls).toBeGreaterThan(2 * 1039);
      }
    });
  },
);
