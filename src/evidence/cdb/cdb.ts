import type { CrashScene } from '../../records/crash-report.ts';
import type { Debugger, DebuggerReading, DebugRequest } from '../debugger.ts';
import { cdbCommand } from './cdb-command.ts';
import { readDisassembly } from './disassembly.ts';
import { readEvent } from './event.ts';
import { readExceptionRecord } from './exception-record.ts';
import { readExpressions } from './expressions.ts';
import { readFrames } from './frames.ts';
import { sectionsOf, type Sections } from './log-sections.ts';
import { readModules } from './modules.ts';
import { readRegisters, readXmm } from './registers.ts';

/**
 * Microsoft's console debugger, by a script. Never run here: what it is told and what it is expected to
 * print follow MicrosoftDocs/windows-driver-docs at 825aa15; docs/debugging.md says what stands in for it.
 *
 * @param template the text of templates/debuggers/cdb.txt.
 */
export function createCdb(template: string): Debugger {
  return {
    kind: 'cdb',
    command: (program, request) => cdbCommand(template, program, request),
    read: readCdbLog,
  };
}

function readCdbLog(log: string, request: DebugRequest): DebuggerReading {
  const sections = sectionsOf(log);
  const event = readEvent(sections.lines('event'));
  if (event.kind === 'unknown') {
    return { end: null, scene: null, gaps: [whyNoEnd(sections)] };
  }
  const end = { exitCode: event.code, signal: null };
  if (event.kind === 'exit') return { end, scene: null, gaps: [] };
  const scene = sceneOf(event.code, sections, request);
  return { end, scene, gaps: [...gapsOf(scene), ...endGaps(sections, event.chance)] };
}

function sceneOf(code: number, sections: Sections, request: DebugRequest): CrashScene {
  const modules = readModules(sections.lines('modules'));
  const registers = readRegisters(sections.lines('registers'));
  const record = readExceptionRecord(code, sections.lines('exception'));
  const here = registers['rip'] ?? record.instruction;
  const frames = readFrames(sections.lines('stack'), sections.lines('arguments'), here, modules);
  return {
    exception: { ...record, instruction: record.instruction ?? here },
    frames,
    registers,
    xmm: readXmm(sections.lines('xmm')),
    disassembly: readDisassembly([...sections.lines('before'), ...sections.lines('after')], here),
    expressions: readExpressions(sections.lines('expressions'), request.expressions),
    modules,
  };
}

function gapsOf(scene: CrashScene): readonly string[] {
  const missing = [
    [scene.frames.length === 0, 'the stack'],
    [Object.keys(scene.registers).length === 0, 'the general registers'],
    [Object.keys(scene.xmm).length === 0, 'the xmm registers'],
    [scene.disassembly.length === 0, 'the instructions around the fault'],
    [scene.modules.length === 0, 'the modules'],
  ] as const;
  return missing.flatMap(([isMissing, what]) =>
    isMissing ? [`${what} could not be read in what cdb printed`] : [],
  );
}

function endGaps(sections: Sections, chance: 'first' | 'second' | null): readonly string[] {
  return [
    ...(chance === 'first'
      ? ['cdb stopped at the first chance of the exception: the program might have handled it']
      : []),
    ...(sections.has('end') ? [] : ['cdb ended before it had answered everything']),
  ];
}

/** cdb says in a line of its own why it could not start the program. */
function whyNoEnd(sections: Sections): string {
  const said = sections
    .all()
    .find((line) => /Win32 error 0n\d+|HRESULT 0x[\da-f]+|No runnable debuggees/i.test(line));
  return said === undefined
    ? 'cdb did not tell how the program ended: it was killed, or never came to its script'
    : `cdb did not tell how the program ended: ${said.trim()}`;
}
