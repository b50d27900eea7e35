import { join } from 'node:path';
import { EnvironmentError } from './errors.ts';
import {
  exists,
  listFiles,
  makeDirectory,
  modifiedAt,
  readBytes,
  readJson,
  remove,
  setModifiedAt,
  writeFileAtomically,
  writeJson,
} from './files.ts';
import { sha256Bytes, sha256Text } from './hash.ts';

const SCHEMA = 'winrepro/undo/1';
const ORIGINAL = '.winrepro-original';

/** One file to put back: where, and what winrepro wrote into it. */
interface Entry {
  readonly schema: typeof SCHEMA;
  readonly file: string;
  /** sha256 of all that winrepro wrote; a file with any other content is somebody else's work. */
  readonly ours: readonly string[];
  /** When the original was last changed, milliseconds since 1970. */
  readonly modifiedAt: number;
}

/**
 * Files outside of the workspace that winrepro changes for a while. What they were is kept beside
 * them and noted in the workspace before they are changed, so that the next start puts back what a
 * killed one could not.
 */
export interface UndoLog {
  /**
   * Writes `content` into `file` until `undoAll`.
   *
   * @throws EnvironmentError when another workspace has the file in its hands, or for the disk.
   */
  replace(file: string, content: Buffer): Promise<void>;
  /**
   * Puts all files back. One that somebody else has changed meanwhile stays as it is.
   *
   * @returns a sentence for each file that was left alone.
   */
  undoAll(): Promise<readonly string[]>;
}

/** The undo log of a workspace, whose lock the caller holds; notes are kept in `folder`. */
export function openUndoLog(folder: string): UndoLog {
  const noteOf = (file: string): string => join(folder, `${sha256Text(file).slice(0, 16)}.json`);

  return {
    async replace(file, content) {
      const note = noteOf(file);
      const original = file + ORIGINAL;
      if (!(await exists(note)) && (await exists(original))) {
        throw new EnvironmentError(
          `${file} is patched by a winrepro of another workspace, which keeps the original at ` +
            `${original}: wait for its end, or run winrepro there once, or move the original back`,
        );
      }
      await makeDirectory(folder);
      const before = (await exists(note)) ? ((await readJson(note)) as Entry) : null;
      const entry: Entry = {
        schema: SCHEMA,
        file,
        // What was written before may be what stands there when this one is killed.
        ours: [...(before?.ours ?? []), sha256Bytes(content)],
        modifiedAt: before?.modifiedAt ?? (await modifiedAt(file)),
      };
      await writeJson(note, entry);
      if (!(await exists(original))) await writeFileAtomically(original, await readBytes(file));
      await writeFileAtomically(file, content);
    },
    async undoAll() {
      const left: string[] = [];
      for (const name of await listFiles(folder)) {
        if (!name.endsWith('.json')) continue;
        const note = join(folder, name);
        const entry = (await readJson(note)) as Entry;
        const sentence = await putBack(entry);
        if (sentence !== null) left.push(sentence);
        await remove(note);
      }
      return left;
    },
  };
}

/** A sentence when the file was left alone. */
async function putBack({ file, ours, modifiedAt: time }: Entry): Promise<string | null> {
  const original = file + ORIGINAL;
  // Killed between the note and the copy: nothing was changed yet.
  if (!(await exists(original))) return null;
  const before = await readBytes(original);
  const now = (await exists(file)) ? await readBytes(file) : null;
  if (now !== null && !now.equals(before) && !ours.includes(sha256Bytes(now))) {
    return (
      `${file} was changed by another hand since winrepro patched it, and stays as it is; what it ` +
      `was before is ${original}`
    );
  }
  // A file that is gone went with its folder, an environment that was removed.
  if (now !== null && !now.equals(before)) {
    await writeFileAtomically(file, before);
    // Python knows a module's compiled form by the time and size of its source: two that were
    // written within a second look alike to it (measured: /Od stayed after /Ox was put back).
    await setModifiedAt(file, time);
  }
  await remove(original);
  return null;
}
