import { execa } from 'execa';
import fse from 'fs-extra';
import path from 'node:path';
import { onceFor } from './stamp.mjs';

/** @typedef {{ gcc: string, version: string, signal: AbortSignal }} Compiler */

const strict = ['-std=gnu11', '-O1', '-Wall', '-Wextra', '-Werror', '-s'];

/**
 * Builds every C file of a folder as one Windows program, or as a library where it exports something.
 * @param {Compiler} compiler
 * @param {string} sources
 * @param {string} target
 */
export async function compileFolder(compiler, sources, target) {
  const files = (await fse.readdir(sources)).filter((name) => name.endsWith('.c'));
  await Promise.all(files.map((name) => compile(compiler, path.join(sources, name), target)));
}

/**
 * @param {Compiler} compiler
 * @param {string} source
 * @param {string} target the folder of the result
 */
async function compile({ gcc, version, signal }, source, target) {
  const text = await withIncluded(source);
  const library = text.includes('__declspec(dllexport)');
  const flags = library ? ['-shared'] : text.includes('wmain(') ? ['-municode'] : [];
  const name = path.basename(source, '.c');
  const all = [...strict, ...flags];
  const libraries = /^ \* links: (.*)$/m.exec(text)?.[1]?.split(' ') ?? [];
  await onceFor(
    path.join(target, `${name}.key`),
    [version, text, ...all, ...libraries],
    async () => {
      const output = path.join(target, name + (library ? '.dll' : '.exe'));
      await fse.ensureDir(target);
      const linked = libraries.map((library) => `-l${library}`);
      await execa(gcc, [...all, '-o', output, source, ...linked], {
        cancelSignal: signal,
        timeout: 60_000,
      });
    },
  );
}

/**
 * The text of a program, with that of the files beside it that it includes.
 * @param {string} source
 * @returns {Promise<string>}
 */
async function withIncluded(source) {
  const text = await fse.readFile(source, 'utf8');
  const names = [...text.matchAll(/^#include "(.*)"$/gm)].map((found) => found[1] ?? '');
  const included = await Promise.all(
    names.map((name) => fse.readFile(path.join(path.dirname(source), name), 'utf8')),
  );
  return [text, ...included].join('');
}
