import { dirname, join } from 'node:path';
import { fileSize, makeDirectory, readJson, writeJson } from '../system/files.ts';
import { sha256File } from '../system/hash.ts';
import { matchFiles } from '../system/match-files.ts';
import type { Step } from './step.ts';

const SCHEMA = 'winrepro/stamp/1';

export interface BuiltFile {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** What a finished step leaves behind; an interrupted one leaves none. */
export interface Stamp {
  readonly schema: typeof SCHEMA;
  readonly step: string;
  readonly key: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly seconds: number;
  readonly outputs: readonly BuiltFile[];
}

/** The stamp of a step if it is finished: same key, and its outputs still the files it made. */
export async function readStamp(step: Step): Promise<Stamp | null> {
  if (step.directory === null) return null;
  const stamp = (await readJson(stampFile(step)).catch(() => null)) as Stamp | null;
  if (stamp?.schema !== SCHEMA || stamp.key !== step.key) return null;
  for (const output of stamp.outputs) {
    const found = await sha256File(output.file).catch(() => null);
    if (found !== output.sha256) return null;
  }
  return stamp;
}

/** Writes the stamp, the last deed of a step. */
export async function writeStamp(step: Step, at: string, seconds: number): Promise<Stamp> {
  const outputs: BuiltFile[] = [];
  for (const file of (await Promise.all(step.outputs.map(matchFiles))).flat()) {
    outputs.push({ file, sha256: await sha256File(file), bytes: await fileSize(file) });
  }
  const stamp: Stamp = { schema: SCHEMA, step: step.name, key: step.key, at, seconds, outputs };
  if (step.directory !== null) {
    await makeDirectory(dirname(stampFile(step)));
    await writeJson(stampFile(step), stamp);
  }
  return stamp;
}

function stampFile(step: Step): string {
  return join(step.directory ?? '', 'stamps', `${step.name}.json`);
}
