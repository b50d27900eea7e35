import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseMiRecord, type MiTuple, type MiValue } from '../../../src/evidence/gdb/mi-record.ts';

test('an answer of gdb is read with its lists of frames', () => {
  expect(
    parseMiRecord(
      String.raw`^done,stack=[frame={level="0",func="fill",file="a \"b\".c"},frame={level="1"}]`,
    ),
  ).toEqual({
    kind: 'result',
    class: 'done',
    results: { stack: [{ level: '0', func: 'fill', file: 'a "b".c' }, { level: '1' }] },
  });
});

test('console text is unescaped, and its octal bytes are UTF-8', () => {
  expect(parseMiRecord(String.raw`~"/tmp/d\303\266/x\t1\n"`)).toEqual({
    kind: 'console',
    text: '/tmp/dö/x\t1\n',
  });
  expect(parseMiRecord('&"warning\\n"')).toEqual({ kind: 'log', text: 'warning\n' });
});

test.each([
  '',
  'Program received signal SIGSEGV, Segmentation fault.',
  '^',
  '^done,',
  '^done,x',
  '^done,x="a',
  '^done,x={a="b"',
  '^done,x=[1]',
  '~"open',
  '~',
  '(gdb)',
])('%j is no record', (line) => {
  expect(parseMiRecord(line)).toBeNull();
});

test('a name that every object has is a name like others', () => {
  const record = parseMiRecord('^done,__proto__="1",toString="2",toString="3"');
  expect(record).toMatchObject({ kind: 'result' });
  if (record?.kind !== 'result') return;
  expect(Object.entries(record.results)).toEqual([
    ['__proto__', '1'],
    ['toString', '2'],
  ]);
});

test('brackets without end, as deep as one likes, are no record and no error', () => {
  for (const open of ['{a=', '[', '[{a=']) {
    expect(parseMiRecord(`^done,x=${open.repeat(100_000)}`)).toBeNull();
  }
});

test('any value that is written as gdb writes it is read again', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/);
  const { value } = fc.letrec<{ value: MiValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.string({ unit: 'grapheme' }),
      fc.dictionary(name, tie('value'), { maxKeys: 4 }) as fc.Arbitrary<MiTuple>,
      fc.array(tie('value'), { maxLength: 4 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(name, value, { minKeys: 1, maxKeys: 4 }), (results) => {
      const line = `^done,${Object.entries(results)
        .map(([key, one]) => `${key}=${written(one)}`)
        .join(',')}`;
      expect(plain(parseMiRecord(line))).toEqual({
        kind: 'result',
        class: 'done',
        results: plain(results),
      });
    }),
  );
});

test('no line, whatever it holds, throws', () => {
  const piece = fc.constantFrom(
    '^done',
    ',',
    '=',
    '"',
    '{',
    '}',
    '[',
    ']',
    '\\',
    '\\303',
    'a',
    '~',
    '\n',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(piece).map((all) => all.join('')),
        fc.string(),
      ),
      (line) => {
        parseMiRecord(line);
      },
    ),
  );
});

/** As gdb writes a value: text in C's way, bytes above ASCII in octal. */
function written(value: MiValue): string {
  if (typeof value === 'string') {
    const bytes = [...Buffer.from(value)].map((byte) => {
      if (byte === 0x22) return '\\"';
      if (byte === 0x5c) return '\\\\';
      if (byte === 0x0a) return '\\n';
      if (byte < 0x20 || byte > 0x7e) return `\\${byte.toString(8).padStart(3, '0')}`;
      return String.fromCharCode(byte);
    });
    return `"${bytes.join('')}"`;
  }
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`;
  return `{${Object.entries(value)
    .map(([key, one]) => `${key}=${written(one ?? '')}`)
    .join(',')}}`;
}

/** Without prototypes, which do not matter. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
