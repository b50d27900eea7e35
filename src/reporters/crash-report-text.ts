import pc from 'picocolors';
import type { CrashReport, CrashScene, StackFrame } from '../records/crash-report.ts';
import { alignedRows } from './aligned-rows.ts';
import { grouped } from './number-text.ts';
import { oneLine } from './printable.ts';

type Colors = ReturnType<typeof pc.createColors>;

/** A crash as a debugger saw it, for a person: what stands out first, then all of it. */
export function crashReportText(report: CrashReport, useColors: boolean): string {
  const colors = pc.createColors(useColors);
  const { crash } = report;
  return [
    colors.red(crashHeadline(report)),
    ...crashFacts(report).map((fact) => `  ${fact}`),
    ...section('what stands out', report.findings, colors),
    ...section('stack', stackLines(crash), colors),
    ...section('asked', askedLines(crash), colors),
    ...section('code', codeLines(crash), colors),
    ...section('registers', registerLines(crash), colors),
    ...section('xmm registers, low and high half', xmmLines(crash), colors),
    ...section('modules', moduleLines(crash), colors),
    ...section('not known', report.gaps, colors),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** `SIGSEGV (segmentation fault) in find_array_prepare, internal.c:43`. */
export function crashHeadline({ crash }: Pick<CrashReport, 'crash'>): string {
  const { exception, frames } = crash;
  const [top] = frames;
  const where = top === undefined ? '' : ` in ${top.function ?? 'code without a symbol'}`;
  const place = top === undefined || top.file === null ? '' : `, ${fileLine(top)}`;
  return oneLine(`${exception.code} (${exception.name})${where}${place}`);
}

/** Which trial it was and where to find the rest, a line each. */
export function crashFacts(report: CrashReport): readonly string[] {
  const { trial, iteration, seed, signature, files } = report;
  const at = iteration === null ? '' : `, iteration ${grouped(iteration)}`;
  return [
    `trial ${trial}${at}${seed === null ? '' : `, seed ${seed}`}, under ${report.debugger.version}`,
    `signature   ${signature}`,
    `debugger    ${files.log}`,
    ...(files.dump === null
      ? []
      : [`dump        ${files.dump.file} (${grouped(files.dump.bytes / 2 ** 20)} MiB)`]),
  ].map(oneLine);
}

/** One frame a line, its arguments below. */
export function stackLines({ frames }: CrashScene): readonly string[] {
  return frames.flatMap((frame, index) => [
    oneLine(`#${String(index).padEnd(3)}${frameText(frame)}`),
    ...frame.arguments
      .filter(({ value }) => value !== null)
      .map(({ name, value }) => oneLine(`      ${name} = ${value ?? ''}`)),
  ]);
}

/** `0x55b4 control!find_array_prepare+7 at internal.c:43`. */
export function frameText(frame: StackFrame): string {
  const { address, module, function: name, offset } = frame;
  const behind = name === null || offset === null ? '' : `+${offset}`;
  const place = frame.file === null ? '' : ` at ${fileLine(frame)}`;
  return `${address ?? '?'} ${module === null ? '' : `${module}!`}${name ?? 'no symbol'}${behind}${place}`;
}

function fileLine({ file, line }: StackFrame): string {
  return `${file ?? ''}${line === null ? '' : `:${line}`}`;
}

/** What the recipe asks, with its answer or why there is none. */
export function askedLines({ expressions }: CrashScene): readonly string[] {
  return alignedRows(
    expressions.map(({ expression, function: name, value, problem }) => [
      oneLine(`${expression} in ${name}`),
      oneLine(value ?? `not known: ${problem ?? ''}`),
    ]),
    new Set(),
  );
}

/** The instructions around the fault, which is marked. */
export function codeLines({ disassembly }: CrashScene): readonly string[] {
  return alignedRows(
    disassembly.map(({ address, place, text, faulting }) => [
      faulting ? '=>' : '  ',
      address,
      oneLine(place ?? ''),
      oneLine(text),
    ]),
    new Set(),
  );
}

const ACROSS = 3;

/** General registers, three a line; those that are NULL are marked. */
export function registerLines({ registers }: CrashScene): readonly string[] {
  const cells = Object.entries(registers).map(([name, value]) => {
    const isNull = value === '0x0' && !/^(?:[c-gs]s|eflags|efl|[fg]s_base)$/.test(name);
    return `${name.padEnd(8)}${value.padEnd(18)} ${isNull ? 'NULL' : '    '}`;
  });
  return Array.from({ length: Math.ceil(cells.length / ACROSS) }, (_, row) =>
    oneLine(cells.slice(row * ACROSS, (row + 1) * ACROSS).join('  ')).trimEnd(),
  );
}

/** xmm registers, one a line; those that are zero are marked. */
export function xmmLines({ xmm }: CrashScene): readonly string[] {
  return alignedRows(
    Object.entries(xmm).map(([name, { low, high }]) => [
      name,
      low,
      high,
      low === '0x0' && high === '0x0' ? 'zero' : '',
    ]),
    new Set(),
  ).map((line) => line.trimEnd());
}

/** Where each module lies, with its version where it has one. */
export function moduleLines({ modules }: CrashScene): readonly string[] {
  return alignedRows(
    modules.map(({ name, path, start, end, version }) => [
      start,
      end,
      oneLine(path ?? name),
      oneLine(version ?? ''),
    ]),
    new Set(),
  ).map((line) => line.trimEnd());
}

function section(title: string, lines: readonly string[], colors: Colors): readonly string[] {
  return lines.length === 0
    ? []
    : [colors.bold(`  ${title}`), ...lines.map((line) => `    ${oneLine(line)}`)];
}
