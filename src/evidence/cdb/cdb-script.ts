import type { DebugExpression } from '../../recipe/evidence-schema.ts';
import { InternalError } from '../../system/errors.ts';
import type { DebugRequest } from '../debugger.ts';
import { fillTemplate } from '../fill-template.ts';
import { SEARCHED_FRAMES } from './expressions.ts';

/** The files of a trial as seen from its scratch folder, in which cdb starts. */
export const cdbFiles = {
  script: '..\\debugger.cdb',
  log: '..\\debugger.log',
  dump: '..\\crash.dmp',
} as const;

/** Frames that are printed, hexadecimal as cdb reads it: 60. */
const FRAMES = '3c';
const XMM_REGISTERS = 16;

/**
 * The script for one trial, from the text of templates/debuggers/cdb.txt, which says what each line is
 * for. Nothing in it can be a path or a word of the user: files have fixed relative names, and what a
 * recipe asks was checked there and is checked again.
 */
export function cdbScript(
  template: string,
  { expressions, dump }: Pick<DebugRequest, 'expressions' | 'dump'>,
): string {
  const filled = fillTemplate(template, {
    xmm: joined(Array.from({ length: XMM_REGISTERS }, (_, index) => `r xmm${index}:uq`)),
    dump:
      dump === 'none'
        ? ''
        : joined([
            '.echo winrepro: dump',
            `.dump ${dump === 'full' ? '/ma' : '/m'} /o ${cdbFiles.dump}`,
          ]),
    frames: FRAMES,
    expressions: joined(expressions.flatMap(questions)),
  });
  const commands = filled
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.startsWith('*'));
  return commands.map((line) => `${line}\r\n`).join('');
}

function joined(lines: readonly string[]): string {
  return lines.join('\n');
}

/**
 * An expression is asked in every one of the innermost frames, for a script cannot know in which of them
 * its function is. A number of `.frame` is hexadecimal without its prefix.
 */
function questions({ expression }: DebugExpression, index: number): readonly string[] {
  if (!/^[\w.[\]>-]+$/.test(expression)) {
    throw new InternalError(`an expression that cdb must not see: ${expression}`);
  }
  return Array.from({ length: SEARCHED_FRAMES }, (_, frame) => [
    `.echo frame ${frame} expression ${index}`,
    `.frame 0n${frame}`,
    `?? ${expression}`,
  ]).flat();
}
