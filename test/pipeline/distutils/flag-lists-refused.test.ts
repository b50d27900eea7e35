import { describe, expect, it } from 'vitest';
import {
  readFlagLists,
  setFlagLists,
  type FlagLists,
} from '../../../src/pipeline/distutils/flag-lists.ts';
import { EnvironmentError, UserError } from '../../../src/system/errors.ts';
import { LINK, OX, shapes, source } from './shapes.ts';

const FILE = 'C:\\Prüf stand\\distutils\\_msvccompiler.py';

describe('an unknown source is refused', () => {
  const good = "        ldflags = ['/nologo']";
  const compile = (list: string): string =>
    source([`        self.compile_options = ${list}`], [good]);

  it.each([
    ['a name', "['/nologo', GL]"],
    ['a starred list', "[*common, '/nologo']"],
    ['literals without a comma', "['/nologo' '/GL']"],
    ['two commas', "['/nologo',, '/GL']"],
    ['a raw string', "['/nologo', r'/GL']"],
    ['a formatted string', "['/nologo', f'/GL']"],
    ['a triple quoted string', "['/nologo', '''/GL''']"],
    ['an escape of another kind', String.raw`['/nologo', '\x2fGL']`],
    ['a sum of lists', "['/nologo'] + more"],
    ['no end', "['/nologo', '/GL'"],
    ['a list in the list', "['/nologo', ['/GL']]"],
  ])('with %s', (_, list) => {
    const text = compile(list);
    const read = (): FlagLists => readFlagLists(text, FILE);
    expect(read).toThrow(EnvironmentError);
    expect(read).toThrow(`${FILE}:9: self.compile_options is no list of plain string literals`);
    expect(evidenceOf(read)).toContain(`9 |         self.compile_options = ${list}`);
    expect(() => setFlagLists(text, FILE, { compile: OX, link: LINK })).toThrow(EnvironmentError);
  });

  it('without the sign', () => {
    const read = (): FlagLists => readFlagLists(compile("['/GL']"), FILE);
    expect(read).toThrow(`${FILE}:9: self.compile_options does not hold /nologo`);
    expect(evidenceOf(read)).toContain("9 |         self.compile_options = ['/GL']");
  });

  it('without a list', () => {
    const read = (): FlagLists => readFlagLists(source([], [good]), FILE);
    expect(read).toThrow(EnvironmentError);
    expect(read).toThrow(`${FILE} has no list self.compile_options = [...]`);
    expect(() => readFlagLists('', FILE)).toThrow('use the interpreter and the setuptools');
  });

  it('with a list that is there twice, and both are shown', () => {
    const text = source(["        self.compile_options = ['/nologo']"], [good, good]);
    const read = (): FlagLists => readFlagLists(text, FILE);
    expect(read).toThrow(`${FILE}:15, 16: ldflags = [...] is there more than once`);
    expect(evidenceOf(read)).toContain(`15 | ${good}`);
    expect(evidenceOf(read)).toContain(`16 | ${good}`);
  });

  it('when the flags to set would not be known again', () => {
    const text = shapes[0]?.text ?? '';
    const set = (): string => setFlagLists(text, FILE, { compile: ['/Od'], link: LINK });
    expect(set).toThrow(UserError);
    expect(set).toThrow('lack /nologo');
  });
});

function evidenceOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof EnvironmentError) return error.evidence;
    throw error;
  }
  return 'nothing was thrown';
}
