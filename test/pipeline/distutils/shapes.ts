/** Sources of the shape of each row of facts/windows-numpy-pypy.md §3.1, in words of our own. */

const OUTER = {
  head: ['"""Calls cl and link for the tests, naïvely."""', 'import os', '', 'class Caller:', ''],
  before: [
    '    def start(self):',
    '        # The lists of a release build, then those for debugging.',
    '        self.compile_options = None',
  ],
  debug: [
    '        self.compile_options_debug = [',
    "            '/nologo', '/Od', '/MDd', '/Zi', '/W3', '/D_DEBUG'",
    '        ]',
  ],
  after: [
    "        ldflags_debug = ['/nologo', '/INCREMENTAL:NO', '/LTCG', '/DEBUG:FULL']",
    "        self.ldflags_exe = [*ldflags, '/MANIFEST:EMBED,ID=1']",
    "        self.ldflags_shared = [*ldflags, '/DLL', '/MANIFEST:EMBED,ID=2']",
    '',
    '    def link(self, kind, debug):',
    '        ldflags = self._ldflags[kind, debug]',
    "        return ldflags + ['/OUT:x']",
  ],
};

export function source(compile: readonly string[], link: readonly string[], eol = '\n'): string {
  const { head, before, debug, after } = OUTER;
  return [...head, ...before, ...compile, '', ...debug, '', ...link, '', ...after, ''].join(eol);
}

export const OX = ['/nologo', '/Ox', '/W3', '/GL', '/DNDEBUG', '/MD'] as const;
export const O2 = ['/nologo', '/O2', '/W3', '/GL', '/DNDEBUG', '/MD'] as const;
export const LINK = ['/nologo', '/INCREMENTAL:NO', '/LTCG'] as const;

const wrapped = (name: string, flags: readonly string[], end = ''): readonly string[] => [
  `        ${name} = [`,
  `            ${flags.map((flag) => `'${flag}'`).join(', ')}${end}`,
  '        ]',
];
const oneLine = (name: string, flags: readonly string[], quote = "'"): readonly string[] => [
  `        ${name} = [${flags.map((flag) => quote + flag + quote).join(', ')}]`,
];
const onePerLine = (name: string, flags: readonly string[]): readonly string[] => [
  `        ${name} = [`,
  ...flags.map((flag) => `            '${flag}',`),
  '        ]',
];
const COMPILE = 'self.compile_options';

export interface Shape {
  readonly name: string;
  readonly text: string;
  readonly compile: readonly string[];
}

const WITHOUT_MD = OX.slice(0, -1);

export const shapes: readonly Shape[] = [
  {
    name: 'PyPy 3.7 and CPython from 3.7.9 on',
    text: source(wrapped(COMPILE, OX), wrapped('ldflags', LINK)),
    compile: OX,
  },
  {
    name: 'CPython until 3.7.4, which appends the runtime library',
    text: source(
      [
        ...wrapped(COMPILE, WITHOUT_MD),
        "        self.compile_options.append('/MD' if self._redist else '/MT')",
      ],
      [
        ...wrapped('ldflags', LINK),
        '        if not self._redist:',
        "            ldflags.extend(('/nodefaultlib:libucrt.lib', 'ucrt.lib'))",
      ],
    ),
    compile: WITHOUT_MD,
  },
  {
    name: 'setuptools 57 to 62, with /O2',
    text: source(wrapped(COMPILE, O2), wrapped('ldflags', LINK)),
    compile: O2,
  },
  {
    name: 'setuptools from 65.5 on, on one line',
    text: source(oneLine(COMPILE, O2), oneLine('ldflags', LINK)),
    compile: O2,
  },
  {
    name: 'double quotes',
    text: source(oneLine(COMPILE, O2, '"'), oneLine('ldflags', LINK, '"')),
    compile: O2,
  },
  {
    name: 'a trailing comma',
    text: source(wrapped(COMPILE, OX, ','), wrapped('ldflags', LINK, ',')),
    compile: OX,
  },
  {
    name: 'one flag a line',
    text: source(onePerLine(COMPILE, OX), onePerLine('ldflags', LINK)),
    compile: OX,
  },
  {
    name: 'Windows line ends',
    text: source(wrapped(COMPILE, OX), onePerLine('ldflags', LINK), '\r\n'),
    compile: OX,
  },
  {
    name: 'tabs, no blanks and a comment behind',
    text: source(
      ["\tself.compile_options=['/nologo','/Ox','/W3','/GL','/DNDEBUG','/MD']  # [release]"],
      ["\tldflags=[ '/nologo','/INCREMENTAL:NO','/LTCG' ]\t"],
    ),
    compile: OX,
  },
];
