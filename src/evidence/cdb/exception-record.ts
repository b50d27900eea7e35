import type { CrashException } from '../../records/crash-report.ts';
import { decodeStatus } from '../../trial/status.ts';
import { ADDRESS, address } from './addresses.ts';

const ACCESS_VIOLATION = 0xc0000005;
const IN_PAGE_ERROR = 0xc0000006;
const kinds = new Map([
  [0, 'read'],
  [1, 'write'],
  [8, 'execute'],
] as const);

/**
 * What an exception is in a report. Of an access violation and an in-page error the first parameter says
 * what was tried (0 read, 1 write, 8 data execution prevention), the second where: EXCEPTION_RECORD
 * in MicrosoftDocs/sdk-api.
 */
export function describeException(
  code: number,
  instruction: string | null,
  parameters: readonly bigint[],
): CrashException {
  const { label, name } = decodeStatus({ exitCode: code, signal: null }, 'win32');
  const [kind, place] = parameters;
  const reached = code === ACCESS_VIOLATION || code === IN_PAGE_ERROR;
  return {
    code: label,
    name,
    instruction,
    accessed: reached && place !== undefined ? `0x${place.toString(16)}` : null,
    access: reached && kind !== undefined ? (kinds.get(Number(kind) as 0 | 1 | 8) ?? null) : null,
  };
}

/** Reads the answer to `.exr -1`. The code of the event is the fall-back where the record has none. */
export function readExceptionRecord(code: number, lines: readonly string[]): CrashException {
  const text = lines.join('\n');
  const [, instruction] = new RegExp(`ExceptionAddress:\\s*(${ADDRESS})`).exec(text) ?? [];
  const [, recorded] = /ExceptionCode:\s*([0-9a-f]{8})\b/i.exec(text) ?? [];
  const parameters = [...text.matchAll(new RegExp(`Parameter\\[\\d+\\]:\\s*(${ADDRESS})`, 'g'))];
  return describeException(
    recorded === undefined ? code : Number.parseInt(recorded, 16),
    instruction === undefined ? null : address(instruction),
    parameters.map(([, value = '0']) => BigInt(address(value))),
  );
}
