import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editFlags, flagsOf, keysOf } from '../../src/recipe/flags.ts';
import { families, platforms } from '../../src/recipe/schema.ts';

const lists = {
  gnu: { common: ['-O2', '-flto'], compile: ['-g'] },
  clang: { compile: ['-fcolor-diagnostics'] },
  'gnu@linux': { link: ['-pthread'] },
  'clang@linux': { link: ['-fuse-ld=lld'] },
  msvc: { compile: ['/O2'] },
  'msvc@win32': { link: ['/LTCG'] },
} as const;

describe('the flags of a family on a platform', () => {
  it('are the general ones, then the family’s, then the platform’s', () => {
    expect(flagsOf(lists, 'clang', 'linux')).toEqual({
      common: ['-O2', '-flto'],
      compile: ['-g', '-fcolor-diagnostics'],
      link: ['-pthread', '-fuse-ld=lld'],
    });
    expect(flagsOf(lists, 'gcc', 'win32')).toEqual({
      common: ['-O2', '-flto'],
      compile: ['-g'],
      link: [],
    });
  });

  it('are never those of gnu for msvc', () => {
    expect(flagsOf(lists, 'msvc', 'win32')).toEqual({
      common: [],
      compile: ['/O2'],
      link: ['/LTCG'],
    });
  });
});

describe('an edit of flags', () => {
  const flags = flagsOf(lists, 'gcc', 'linux');

  it('removes before it adds, and adds at the end, where a compiler lets it win', () => {
    const edits = { gnu: { common: { add: ['-O0'], remove: ['-O2'] } } };
    expect(editFlags(flags, edits, 'gcc', 'linux')).toEqual({
      flags: { common: ['-flto', '-O0'], compile: ['-g'], link: ['-pthread'] },
      absent: [],
    });
  });

  it('of a wider key comes before that of a narrower one', () => {
    const edits = {
      'gcc@linux': { common: { remove: ['-O1'], add: ['-O3'] } },
      gnu: { common: { remove: ['-O2'], add: ['-O1'] } },
    };
    expect(editFlags(flags, edits, 'gcc', 'linux').flags.common).toEqual(['-flto', '-O3']);
  });

  it('removes a flag wherever it stands, so that none is left to have its effect', () => {
    const twice = { common: ['-O2', '-g', '-O2'], compile: [], link: [] };
    const edits = { gcc: { common: { remove: ['-O2'] } } };
    expect(editFlags(twice, edits, 'gcc', 'linux').flags.common).toEqual(['-g']);
  });

  it('of another family or platform changes nothing', () => {
    const edits = { clang: { common: { add: ['-x'] } }, 'gcc@win32': { link: { add: ['-y'] } } };
    expect(editFlags(flags, edits, 'gcc', 'linux')).toEqual({ flags, absent: [] });
  });

  it('hands back what it was to remove and did not find', () => {
    const edits = {
      gnu: { common: { remove: ['-O2', '-O7'] } },
      gcc: { link: { remove: ['-s'] } },
    };
    expect(editFlags(flags, edits, 'gcc', 'linux').absent).toEqual([
      { key: 'gnu', list: 'common', index: 1, flag: '-O7' },
      { key: 'gcc', list: 'link', index: 0, flag: '-s' },
    ]);
  });
});

describe('for any flags', () => {
  const flagList = fc.array(fc.stringMatching(/^-[a-d]$/), { maxLength: 5 });
  const anyFlags = fc.record({ common: flagList, compile: flagList, link: flagList });
  const machine = fc.record({
    family: fc.constantFrom(...families),
    platform: fc.constantFrom(...platforms),
  });
  const list = fc.constantFrom('common', 'compile', 'link');

  it('adding a flag that was not there and removing it again is as nothing', () => {
    fc.assert(
      fc.property(anyFlags, machine, list, (flags, { family, platform }, name) => {
        for (const key of keysOf(family, platform)) {
          const edit = (change: object) => ({ [key]: { [name]: change } });
          const added = editFlags(flags, edit({ add: ['-new'] }), family, platform);
          const back = editFlags(added.flags, edit({ remove: ['-new'] }), family, platform);
          expect(added.flags[name].at(-1)).toBe('-new');
          expect(back).toEqual({ flags, absent: [] });
        }
      }),
    );
  });

  it('a removal leaves no such flag, and says so when there was none', () => {
    fc.assert(
      fc.property(anyFlags, machine, list, (flags, { family, platform }, name) => {
        const edits = { [family]: { [name]: { remove: ['-a'] } } };
        const { flags: edited, absent } = editFlags(flags, edits, family, platform);
        expect(edited[name]).toEqual(flags[name].filter((flag) => flag !== '-a'));
        expect(absent).toHaveLength(flags[name].includes('-a') ? 0 : 1);
      }),
    );
  });
});
