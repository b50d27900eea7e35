import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startWinrepro, type Started } from '../cli/winrepro.ts';
import { sessionFolder } from './session-folder.ts';
import { processesOf } from './session-processes.ts';
import { journalOf, stressesIn, targetsOf, trialsIn } from './stress-folder.ts';
import type { TrialRecord } from '../../src/records/trial-record.ts';

/** A submitter and workers, each with a folder of its own below one of the test's. */
export interface FleetFolder {
  readonly path: string;
  readonly submitterFolder: string;
  submit(...options: readonly string[]): Started;
  resume(): Started;
  worker(name: string, options?: WorkerStart): FleetWorker;
  /** What the submitter has journaled so far. */
  trials(): readonly TrialRecord[];
  /** The folder of its stress run. */
  stress(): string;
  notes(): readonly string[];
}

export interface WorkerStart {
  readonly lease?: string;
  readonly options?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
}

export interface FleetWorker extends Started {
  readonly folder: string;
  isRunningTrial(): boolean;
  /** To winrepro, its keeper and its trials. */
  killAll(signal: NodeJS.Signals): void;
}

export function fleetFolder(url: string): FleetFolder {
  const path = sessionFolder();
  const submitterFolder = join(path, 'submitter');
  mkdirSync(submitterFolder);
  const stress = (): string => stressesIn(join(submitterFolder, '.winrepro'))[0] ?? '';
  return {
    ...{ path, submitterFolder, stress },
    submit: (...options) =>
      startWinrepro(
        ['stress', 'control', '--variants', 'optimized,O0', '--queue', url, '--seed', '7'].concat(
          options,
        ),
        { cwd: submitterFolder },
      ),
    resume: () => startWinrepro(['resume', '--queue', url], { cwd: submitterFolder }),
    worker(name, { lease = '3s', options = [], variables = {} } = {}) {
      const folder = join(path, name);
      mkdirSync(folder, { recursive: true });
      const own = ['--lease', lease, '--workspace', join(folder, 'work space')];
      const words = options.includes('--name') ? [] : ['--name', name];
      const started = startWinrepro(
        ['worker', '--queue', url, '--jobs', '1', ...own, ...words, ...options],
        { cwd: folder, variables },
      );
      return {
        ...started,
        folder,
        isRunningTrial: () => targetsOf(folder).length > 0,
        killAll(signal) {
          for (const { pid } of processesOf(folder)) {
            try {
              process.kill(pid, signal);
            } catch {
              // It ended meanwhile.
            }
          }
        },
      };
    },
    trials: () => (stress() === '' ? [] : trialsIn(stress())),
    notes: () =>
      journalOf(stress()).flatMap((entry) => (entry.type === 'note' ? [entry.text] : [])),
  };
}
