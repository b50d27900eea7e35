import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { noSmallDisk } from '../system/small-disk.ts';
import type { Session } from './session.ts';

export interface Preparation {
  /** Why it cannot be done on this machine; undefined when it can. */
  readonly impossible?: string | undefined;
  prepare(session: Session, argument: string): void;
}

/** What an `@` line of a transcript may ask for, by its first word. */
export const preparations: Readonly<Record<string, Preparation>> = {
  /** The next commands find no program at all. */
  'no-programs': {
    prepare({ folder, variables }) {
      variables['PATH'] = join(folder, 'no-programs');
    },
  },
  'plain-file': {
    prepare({ folder }, name) {
      writeFileSync(join(folder, name), 'a file stands here\n');
    },
  },
  /** A disk of its own with so many KiB: `small-disk 64`, at `small`. */
  'small-disk': {
    impossible: noSmallDisk,
    prepare({ folder, undo }, kibibytes) {
      const path = join(folder, 'small');
      mkdirSync(path);
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'winrepro-test', path]);
      undo.push(() => execFileSync('umount', ['--lazy', path]));
    },
  },
  'read-only': {
    impossible: process.getuid?.() === 0 ? 'root may write everywhere' : undefined,
    prepare({ folder, undo }, name) {
      const path = join(folder, name);
      mkdirSync(path);
      chmodSync(path, 0o500);
      undo.push(() => {
        chmodSync(path, 0o700);
      });
    },
  },
  /** Overwrites a line of the only journal with what a failing disk leaves. */
  'damage-journal-line': {
    prepare({ folder }, number) {
      const runs = join(folder, '.winrepro', 'runs');
      const journal = join(runs, readdirSync(runs)[0] ?? '', 'journal.jsonl');
      const lines = readFileSync(journal, 'utf8').split('\n');
      lines[Number(number) - 1] = '\0\0\0\0 no record \0\0';
      writeFileSync(journal, lines.join('\n'));
    },
  },
  /** Takes the last line of the only journal away, as if winrepro had been killed before it. */
  'forget-last-journal-line': {
    prepare({ folder }) {
      const runs = join(folder, '.winrepro', 'runs');
      const journal = join(runs, readdirSync(runs)[0] ?? '', 'journal.jsonl');
      const lines = readFileSync(journal, 'utf8').trimEnd().split('\n');
      writeFileSync(journal, `${lines.slice(0, -1).join('\n')}\n`);
    },
  },
  needs: {
    prepare() {
      // Whether it is there is asked before the transcript is run; see missingProgram.
    },
  },
};
