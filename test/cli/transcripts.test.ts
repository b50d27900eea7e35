import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProgram } from '../../src/system/find-program.ts';
import { normalise } from './normalise.ts';
import { preparations } from './preparations.ts';
import { inSession, type Session } from './session.ts';
import { outcomeText, parseTranscript, renderTranscript, type Step } from './transcript-file.ts';
import { winrepro } from './winrepro.ts';

const folder = join(import.meta.dirname, '..', 'transcripts');
const updating = process.env['UPDATE_TRANSCRIPTS'] === '1';
const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));

describe.concurrent('The CLI says and does exactly what its transcripts show', () => {
  it('has transcripts', () => {
    expect(names).not.toEqual([]);
  });

  for (const name of names) {
    const file = join(folder, name);
    const text = readFileSync(file, 'utf8');
    const steps = parseTranscript(text);
    const lacking = impossible(steps);
    const title = name.replace('.txt', '');
    it.skipIf(lacking !== undefined)(
      lacking === undefined ? title : `${title} (skipped: ${lacking})`,
      async () => {
        await inSession(async (session) => {
          const outcomes: string[] = [];
          for (const step of steps) {
            const outcome = await perform(step, session);
            if (outcome !== null) outcomes.push(outcome);
          }
          const found = renderTranscript(steps, outcomes);
          if (updating) writeFileSync(file, found);
          else expect(found).toBe(text);
        });
      },
      // Against a hang only: sessions run side by side, and that of `bisect` took 48 s on two cores.
      240_000,
    );
  }
});

/** Does what a line says; returns what a command did. */
async function perform(step: Step, session: Session): Promise<string | null> {
  switch (step.kind) {
    case 'blank':
    case 'comment':
      return null;
    case 'file': {
      const path = join(session.folder, step.path);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, step.text);
      return null;
    }
    case 'prepare': {
      const [what = '', argument = ''] = step.words;
      const preparation = preparations[what];
      if (preparation === undefined) throw new Error(`unknown preparation: ${step.line}`);
      preparation.prepare(session, argument);
      return null;
    }
    case 'command': {
      const { exitCode, stdout, stderr } = await winrepro(step.args, {
        cwd: session.folder,
        variables: session.variables,
      });
      const { folder: place } = session;
      return outcomeText(exitCode, normalise(stdout, place), normalise(stderr, place));
    }
  }
}

/** Why a transcript cannot be run on this machine; undefined when it can. */
function impossible(steps: readonly Step[]): string | undefined {
  for (const step of steps) {
    if (step.kind !== 'prepare') continue;
    const [what = '', argument = ''] = step.words;
    const reason = preparations[what]?.impossible;
    if (reason !== undefined) return reason;
    if (what === 'needs' && findProgram(argument) === null) return `${argument} is not here`;
  }
  return undefined;
}
