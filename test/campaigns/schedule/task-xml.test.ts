import { readFileSync } from 'node:fs';
import { execa } from 'execa';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAYS } from '../../../src/campaigns/schedule/schedule-time.ts';
import { quoteArgument, taskBytes, taskXml } from '../../../src/campaigns/schedule/task-xml.ts';
import { findProgram } from '../../../src/system/find-program.ts';
import { entryOf, words } from './entries.ts';

const template = readFileSync(
  new URL('../../../templates/windows/task.xml', import.meta.url),
  'utf8',
);
const now = new Date(2026, 10, 25, 12, 0, 0);
const machine = { template, user: 'PRÜF<&>\\Bär', now, environment: { Path: '', TMP: '' } };

/** The rules of CommandLineToArgvW, as Microsoft's page of the C runtime words them. */
function readArguments(line: string): readonly string[] {
  const found: string[] = [];
  let [word, quoted, open] = ['', false, false];
  for (const [part] of line.matchAll(/\\*"|\\+|[^\\"]/gu)) {
    if (part.endsWith('"')) {
      const slashes = part.length - 1;
      word += '\\'.repeat(Math.floor(slashes / 2));
      if (slashes % 2 === 1) word += '"';
      else quoted = !quoted;
      open = true;
    } else if (part === ' ' && !quoted) {
      if (open) found.push(word);
      [word, open] = ['', false];
    } else {
      word += part;
      open = true;
    }
  }
  return open ? [...found, word] : found;
}

const PYTHON = `
import json, sys, xml.dom.minidom
document = xml.dom.minidom.parseString(sys.stdin.buffer.read())
texts = {e.tagName: "".join(c.data for c in e.childNodes if c.nodeType == c.TEXT_NODE) for e in document.getElementsByTagName("*")}
sys.stdout.buffer.write(json.dumps([document.encoding, texts]).encode())
`;

/** What Python's XML parser makes of the bytes: the encoding they name, and the text of each element. */
async function parse(bytes: Buffer) {
  const { stdout } = await execa('python3', ['-c', PYTHON], { input: bytes });
  return JSON.parse(stdout) as [string, Readonly<Record<string, string>>];
}

const noParser = process.env['CI'] === undefined && findProgram('python3') === null;

describe('the task of Windows', () => {
  it('gives every argument back to CommandLineToArgvW', () => {
    fc.assert(
      fc.property(fc.array(words(true), { maxLength: 5 }), (args) => {
        expect(readArguments(args.map(quoteArgument).join(' '))).toEqual(args);
      }),
    );
  });

  it.skipIf(noParser)(
    'is XML in UTF-16 that says the user, the command and the folder as they are (needs python3)',
    async () => {
      const argv = [`C:\\Prog & <x>\\node.exe`, `C:\\a b\\`, `100%`, '', `"ä木😀`];
      const entry = { ...entryOf(argv), folder: `C:\\Prüf "&amp;" 'ä'` };
      const [encoding, texts] = await parse(taskBytes(taskXml(entry, machine)));
      expect(encoding).toBe('UTF-16');
      expect(texts).toMatchObject({
        UserId: machine.user,
        Command: argv[0],
        WorkingDirectory: entry.folder,
        StartBoundary: '2026-11-30T02:05:00',
        MultipleInstancesPolicy: 'IgnoreNew',
        ExecutionTimeLimit: 'PT0S',
        LogonType: 'InteractiveToken',
      });
      expect(readArguments(texts['Arguments'] ?? '')).toEqual(argv.slice(1));
    },
  );

  it('names the days, or repeats every hour', () => {
    expect(taskXml(entryOf(['node'], ['tue', 'sun']), machine)).toContain(
      '<DaysOfWeek><Tuesday /><Sunday /></DaysOfWeek>',
    );
    expect(taskXml(entryOf(['node'], DAYS), machine)).toContain('<DaysInterval>1</DaysInterval>');
    expect(taskXml(entryOf(['node'], 'hour'), machine)).toContain('<Interval>PT1H</Interval>');
  });

  it('is refused where Windows would put a variable into a path, and only there', () => {
    for (const word of ['C:\\%tmp%', 'C:\\5%PATH%', 'C:\\100% %tmp%x']) {
      expect(() => taskXml(entryOf(['node', word]), machine)).toThrow(
        'Task Scheduler would replace',
      );
    }
    expect(() => taskXml(entryOf(['node', 'C:\\$(Arg0)']), machine)).toThrow('$(Arg0)');
    expect(taskXml(entryOf(['node', 'C:\\100%\\%x%']), machine)).toContain('C:\\100%\\%x%');
  });

  it('has the line ends of Windows throughout', () => {
    const text = taskBytes(taskXml(entryOf(['node']), machine)).toString('utf16le');
    expect(text.startsWith('\uFEFF<?xml')).toBe(true);
    expect(text).not.toMatch(/[^\r]\n/);
  });
});
