import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readFlagLists,
  setFlagLists,
  type FlagLists,
} from '../../../src/pipeline/distutils/flag-lists.ts';
import { LINK, OX, shapes, source } from './shapes.ts';

const FILE = 'C:\\Prüf stand\\distutils\\_msvccompiler.py';

/** The lines in which two texts differ, those of the first one. */
function changedLines(before: string, after: string): readonly string[] {
  const kept = after.split('\n');
  return before.split('\n').filter((line, index) => kept[index] !== line);
}

describe.each(shapes)('the lists of $name', ({ text, compile }) => {
  const shipped: FlagLists = { compile, link: LINK };

  it('are read', () => {
    expect(readFlagLists(text, FILE)).toEqual(shipped);
  });

  it('stay the same bytes when they are set to what they are', () => {
    expect(setFlagLists(text, FILE, shipped)).toBe(text);
  });

  it('lose /GL and /LTCG in their own lines only, and get back to the same bytes', () => {
    const wanted = {
      compile: compile.filter((flag) => flag !== '/GL'),
      link: LINK.filter((flag) => flag !== '/LTCG'),
    };
    const edited = setFlagLists(text, FILE, wanted);
    expect(readFlagLists(edited, FILE)).toEqual(wanted);
    expect(edited.length).toBeLessThan(text.length);
    expect(edited).toContain("'/nologo', '/Od', '/MDd', '/Zi', '/W3', '/D_DEBUG'");
    expect(edited).toContain("'/LTCG', '/DEBUG:FULL'");
    expect(setFlagLists(edited, FILE, shipped)).toBe(text);
  });

  it('take other flags in place without another line changed', () => {
    const wanted = { compile: compile.map((flag) => (flag === '/GL' ? '/Z7' : flag)), link: LINK };
    const edited = setFlagLists(text, FILE, wanted);
    expect(changedLines(text, edited)).toEqual([
      text.split('\n').find((line) => /^(?!.*#.*release build).*['"]\/GL['"]/.test(line)),
    ]);
    expect(setFlagLists(edited, FILE, shipped)).toBe(text);
  });

  it('take random edits, twice the same as once, and leave all else alone', () => {
    const flag = fc.oneof(
      fc.constantFrom(...OX, ...LINK, '/Od', '/Z7', '/DEBUG:FULL', '/OPT:REF,ICF'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
    );
    const flags = fc.tuple(fc.array(flag, { maxLength: 8 }), fc.nat()).map(([others, at]) => {
      const index = at % (others.length + 1);
      return [...others.slice(0, index), '/nologo', ...others.slice(index)];
    });
    const [before, between, behind] = around(text);
    expect(between).toContain('self.compile_options_debug = [');
    expect(behind).toContain('ldflags_debug = [');
    fc.assert(
      fc.property(flags, flags, (newCompile, newLink) => {
        const wanted = { compile: newCompile, link: newLink };
        const edited = setFlagLists(text, FILE, wanted);
        expect(readFlagLists(edited, FILE)).toEqual(wanted);
        expect(setFlagLists(edited, FILE, wanted)).toBe(edited);
        expect(edited.slice(0, before.length)).toBe(before);
        expect(edited).toContain(between);
        expect(edited.slice(-behind.length)).toBe(behind);
        expect(readFlagLists(setFlagLists(edited, FILE, shipped), FILE)).toEqual(shipped);
      }),
      { numRuns: 150 },
    );
  });

  it('get back to the same bytes after any flags went and others came', () => {
    fc.assert(
      fc.property(
        fc.subarray([...compile].slice(1)),
        fc.subarray([...LINK].slice(1)),
        fc.subarray(['/Z7', '/Zi', '/FS']),
        (keptCompile, keptLink, added) => {
          // Of one flag alone nobody can tell whether the next one goes on the same line.
          fc.pre(keptCompile.length > 0 && keptLink.length > 0);
          const wanted = {
            compile: ['/nologo', ...keptCompile, ...added],
            link: ['/nologo', ...keptLink, ...added],
          };
          expect(setFlagLists(setFlagLists(text, FILE, wanted), FILE, shipped)).toBe(text);
        },
      ),
    );
  });
});

/** What is before, between and behind the two lists as they are shipped. */
function around(text: string): readonly [string, string, string] {
  const ends = [/self\.compile_options ?= ?\[/, /^\s*ldflags ?= ?\[/m].map((opening) => {
    const match = opening.exec(text);
    const start = (match?.index ?? NaN) + (match?.[0].length ?? NaN);
    return { start, end: text.indexOf(']', start) };
  });
  const [first, second] = ends;
  return [
    text.slice(0, first?.start),
    text.slice(first?.end, second?.start),
    text.slice(second?.end),
  ];
}

describe('a list over several lines', () => {
  const lines = ["            '/nologo', '/Ox', '/W3',", "            '/GL', '/DNDEBUG', '/MD'"];
  const text = source(
    ['        self.compile_options = [', ...lines, '        ]'],
    ["        ldflags = ['/nologo']"],
  );
  const set = (before: string, compile: readonly string[]): string =>
    setFlagLists(before, FILE, { compile, link: ['/nologo'] });

  it('keeps its lines when the last flag of one goes and comes back', () => {
    const edited = set(
      text,
      OX.filter((flag) => flag !== '/W3'),
    );
    expect(edited).toBe(text.replace(", '/W3'", ''));
    expect(set(edited, OX)).toBe(text);
  });

  it('takes a new flag on the line of the one before', () => {
    expect(set(text, [...OX, '/Z7'])).toBe(text.replace("'/MD'", "'/MD', '/Z7'"));
    const two = "'/nologo',\n            '/GL', '/MD'";
    const short = source(
      [`        self.compile_options = [${two}]`],
      ["        ldflags = ['/nologo']"],
    );
    expect(set(short, ['/nologo', '/GL', '/MD', '/Z7'])).toBe(short.replace("/MD'", "/MD', '/Z7'"));
  });
});

describe('a list with comments', () => {
  const text = source(
    [
      '        self.compile_options = [  # for cl',
      "            '/nologo',  # no ] banner, 'please'",
      "            '/GL',  # whole program",
      '            # the runtime:',
      "            '/MD',",
      '        ]  # end',
    ],
    ["        ldflags = ['/nologo']"],
  );

  it('is read without them', () => {
    expect(readFlagLists(text, FILE).compile).toEqual(['/nologo', '/GL', '/MD']);
  });

  it('loses the comment of the flag that goes and keeps the others', () => {
    const edited = setFlagLists(text, FILE, { compile: ['/nologo', '/MD'], link: ['/nologo'] });
    expect(edited).toContain(
      "            '/nologo',  # no ] banner, 'please'\n            '/MD',\n",
    );
    expect(edited).toContain('[  # for cl');
    expect(edited).toContain(']  # end');
  });

  it('takes a new flag on a line of its own', () => {
    const compile = ['/nologo', '/GL', '/Z7', '/MD'];
    const edited = setFlagLists(text, FILE, { compile, link: ['/nologo'] });
    expect(edited).toContain("            '/Z7',\n            '/MD',\n");
    expect(readFlagLists(edited, FILE).compile).toEqual(compile);
  });
});

describe('a literal', () => {
  it('is written in ASCII, whatever the encoding of the source is', () => {
    const [shape] = shapes;
    const flag = '/I"C:\\Prüf\u{1F600}\'s"';
    const wanted = { compile: ['/nologo', flag], link: LINK };
    const edited = setFlagLists(shape?.text ?? '', FILE, wanted);
    expect(edited).toContain(String.raw`'/I"C:\\Pr\u00fcf\U0001f600\'s"'`);
    expect(readFlagLists(edited, FILE)).toEqual(wanted);
  });
});
