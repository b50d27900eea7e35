import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { processesOf } from './session-processes.ts';

/** A folder for one test to work in; at its end, what still runs there is killed and it goes. */
export function sessionFolder(): string {
  const made = realpathSync(mkdtempSync(join(tmpdir(), 'winrepro e2e ')));
  const folder = join(made, 'äö');
  mkdirSync(folder);
  onTestFinished(() => {
    for (const { pid } of processesOf(folder)) process.kill(pid, 'SIGKILL');
    rmSync(made, { recursive: true, force: true, maxRetries: 5 });
  });
  return folder;
}
