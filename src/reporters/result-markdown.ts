import type { Provenance } from '../records/provenance.ts';
import type { RunResult } from '../records/result.ts';
import { escapeInline, fenced, inlineCode as code } from './markdown-text.ts';
import { count, grouped } from './number-text.ts';
import { printable } from './printable.ts';
import { boundText, headline } from './result-text.ts';

/** A result as Markdown, ready to be pasted into an issue. */
export function resultMarkdown(
  result: RunResult,
  provenance: Provenance | null,
  lastOutput: string | null,
): string {
  return [
    `### ${escapeInline(headline(result))}`,
    '',
    ...trialTable(result),
    '',
    ...result.signatures.map(
      ({ signature, count: times }) =>
        `- signature ${code(signature)}: ${times} of ${result.totals.trials}`,
    ),
    ...(result.bound === null ? [] : [`- ${escapeInline(boundText(result.bound))}`]),
    `- expected by the recipe: ${result.expected}`,
    `- exposure: ${count(result.totals.iterations, 'iteration')}, ${result.totals.seconds.toFixed(1)} s`,
    ...(provenance === null ? [] : provenanceLines(provenance)),
    ...(lastOutput === null || lastOutput === '' ? [] : outputBlock(lastOutput)),
    '',
    `winrepro ${result.winrepro}, run ${code(result.run)}`,
    '',
  ].join('\n');
}

const MOST_ROWS = 50;

function trialTable({ trials }: RunResult): readonly string[] {
  const rows = trials
    .slice(0, MOST_ROWS)
    .map(
      ({ id, outcome, iteration, status, statusName, seconds, seed }) =>
        `| ${id} | ${outcome} | ${iteration === null ? '' : grouped(iteration)} | ${cell(`${status} ${statusName}`)} | ${seconds.toFixed(2)} | ${seed ?? ''} |`,
    );
  const left = trials.length - rows.length;
  return [
    '| trial | outcome | last iteration | status | seconds | seed |',
    '| ---: | --- | ---: | --- | ---: | ---: |',
    ...rows,
    ...(left > 0 ? ['', `and ${count(left, 'more trial')} in result.json`] : []),
  ];
}

function provenanceLines(provenance: Provenance): readonly string[] {
  const { machine, compiler, interpreter, flags, flagsBy, patches, built } = provenance;
  const { os, processor } = machine;
  const avx512 =
    processor.avx512 === null ? 'AVX-512 not known' : `AVX-512 ${processor.avx512 ? 'yes' : 'no'}`;
  return [
    `- machine: ${cell(`${os.name} (${os.release}), ${processor.model}, ${processor.architecture}, ${avx512}`)}`,
    ...(compiler === null ? [] : [`- compiler: ${code(compiler.version)}${toolsetText(compiler)}`]),
    ...(interpreter === null ? [] : [`- interpreter: ${code(interpreter.version)}`]),
    ...(flags === null ? [] : [`- flags: ${flagText(flags)}${wayText(flagsBy)}`]),
    ...patches.map(({ name, sha256 }) => `- patch ${code(name)}: sha256 ${sha256.slice(0, 16)}`),
    ...built.map(
      ({ sha256, bytes }) => `- build: sha256 ${sha256.slice(0, 16)}, ${grouped(bytes)} bytes`,
    ),
  ];
}

function toolsetText({ toolset }: NonNullable<Provenance['compiler']>): string {
  return toolset === null ? '' : `, toolset ${code(toolset)}`;
}

function wayText(flagsBy: Provenance['flagsBy']): string {
  if (flagsBy === null) return '';
  return flagsBy === 'patch' ? ", set in distutils' own lists" : ', by `_CL_` and `_LINK_`';
}

function flagText({ common, compile, link }: NonNullable<Provenance['flags']>): string {
  const words = [...common, ...compile, ...link];
  return words.length === 0 ? 'none' : code(words.join(' '));
}

function outputBlock(text: string): readonly string[] {
  const lines = printable(text).trimEnd().split('\n').slice(-15);
  return ['', 'The last lines that it printed:', '', ...fenced(lines)];
}

function cell(text: string): string {
  return escapeInline(text.trim()).replaceAll('|', '\\|');
}
