import { describe, expect, it } from 'vitest';
import { candidatesOf, flagElements, withoutElements } from '../../src/pipeline/flag-parts.ts';
import { UserError } from '../../src/system/errors.ts';

const gnu = { common: ['-O2', '-flto'], compile: ['-g', '-Wall'], link: ['-fuse-ld=lld'] };
const printed = {
  '-O2': [
    { name: '-fgcse', off: ['-fno-gcse'] },
    { name: '-fipa-ra', off: ['-fno-ipa-ra'] },
  ],
};

describe('The elements of gcc flags', () => {
  const elements = flagElements(['-O2', '-flto', '-g'], gnu, 'gcc', printed);
  const only = (...names: readonly string[]) => elements.filter(({ name }) => names.includes(name));

  it('are the candidates, and behind a level its parts, which need it', () => {
    expect(elements).toEqual([
      { name: '-O2', remove: ['-O2'], add: ['-O0'], needs: [] },
      { name: '-fgcse', remove: [], add: ['-fno-gcse'], needs: ['-O2'] },
      { name: '-fipa-ra', remove: [], add: ['-fno-ipa-ra'], needs: ['-O2'] },
      { name: '-flto', remove: ['-flto'], add: [], needs: [] },
      { name: '-g', remove: ['-g'], add: [], needs: [] },
    ]);
  });

  it('are switched off where they stand: a level by -O0, a part beside its level', () => {
    expect(withoutElements(gnu, only('-O2'))).toEqual({ ...gnu, common: ['-O0', '-flto'] });
    expect(withoutElements(gnu, only('-fipa-ra', '-g'))).toEqual({
      common: ['-O2', '-flto', '-fno-ipa-ra'],
      compile: ['-Wall'],
      link: ['-fuse-ld=lld'],
    });
    expect(withoutElements(gnu, [])).toEqual(gnu);
  });

  it('leave no part of a level that is off', () => {
    const alone = withoutElements(gnu, only('-O2'));
    expect(withoutElements(gnu, only('-O2', '-fgcse', '-fipa-ra'))).toEqual(alone);
  });

  it('go from every list that holds them', () => {
    const twice = { common: ['-g'], compile: ['-O2', '-g'], link: ['-O2', '-g'] };
    const [level, part, , debug] = flagElements(['-O2', '-g'], twice, 'gcc', printed);
    const both = [level, debug].flatMap((one) => one ?? []);
    expect(withoutElements(twice, both)).toEqual({ common: [], compile: ['-O0'], link: ['-O0'] });
    expect(withoutElements(twice, part === undefined ? [] : [part])).toEqual({
      common: ['-g'],
      compile: ['-O2', '-g', '-fno-gcse'],
      link: ['-O2', '-g', '-fno-gcse'],
    });
  });

  it('have no parts that the flags name already, and none of a level that a later one overrides', () => {
    const named = { common: ['-O1', '-O2', '-fno-gcse'], compile: ['-fipa-ra'], link: [] };
    const parts = { ...printed, '-O1': [{ name: '-fdce', off: ['-fno-dce'] }] };
    const names = flagElements(['-O1', '-O2'], named, 'gcc', parts).map(({ name }) => name);
    expect(names).toEqual(['-O1', '-O2']);
  });

  it('are refused for a candidate that is not there', () => {
    const work = () => flagElements(['-O2', '-O3'], gnu, 'gcc', printed, 'levels');
    expect(work).toThrow(UserError);
    expect(work).toThrow(
      '-O3 is not among the flags of this variant (-O2 -flto -g -Wall -fuse-ld=lld): correct axes.levels.candidates of the recipe, or choose another variant',
    );
  });

  it.each(['-O', '-O1', '-O3', '-Os', '-Oz', '-Og', '-Ofast'])('%s makes way for -O0', (level) => {
    const flags = { common: [], compile: ['-x', level, '-y'], link: [] };
    const elements = flagElements([level], flags, 'clang', {});
    expect(withoutElements(flags, elements).compile).toEqual(['-x', '-O0', '-y']);
  });
});

describe('The elements of MSVC flags', () => {
  const flags = {
    common: [],
    compile: ['/nologo', '/O2', '/GL', '/DNDEBUG'],
    link: ['/nologo', '/LTCG', '/DEBUG'],
  };

  it('are the documented parts of /O2, and /LTCG needs /GL', () => {
    const elements = flagElements(['/O2', '/GL', '/LTCG', '/DEBUG'], flags, 'msvc', {});
    const parts = elements.filter(({ needs }) => needs.includes('/O2'));
    expect(parts.map(({ name, add }) => [name, ...add].join(' '))).toEqual([
      '/Ob2 /Ob0',
      '/Oi /Oi-',
      '/Ot /Os',
      '/Oy /Oy-',
      '/GF /GF-',
      '/Gy /Gy-',
    ]);
    expect(elements.find(({ name }) => name === '/LTCG')?.needs).toEqual(['/GL']);
    const off = elements.filter(({ name }) => ['/GL', '/LTCG', '/Ob2'].includes(name));
    expect(withoutElements(flags, off)).toEqual({
      common: [],
      compile: ['/nologo', '/O2', '/DNDEBUG', '/Ob0'],
      link: ['/nologo', '/DEBUG'],
    });
  });

  it.each([
    ['/Ox', ['/Ob2', '/Oi', '/Ot', '/Oy']],
    ['-O1', ['/Ob2', '/Os', '/Oy', '/GF', '/Gy']],
  ])('%s has parts of its own and makes way for /Od', (level, names) => {
    const one = { common: [], compile: [level], link: [] };
    const [whole, ...parts] = flagElements([level], one, 'msvc', {});
    expect(parts.map(({ name }) => name)).toEqual(names);
    expect(withoutElements(one, whole === undefined ? [] : [whole]).compile).toEqual(['/Od']);
  });

  it('/LTCG is free where /GL is no candidate', () => {
    expect(flagElements(['/LTCG'], flags, 'msvc', {})[0]?.needs).toEqual([]);
  });
});

it('the candidates of a family are the general ones and the narrower ones, once each', () => {
  const candidates = { gnu: ['-O2', '-g'], 'gcc@linux': ['-g', '-pie'], msvc: ['/O2'] } as const;
  expect(candidatesOf(candidates, 'gcc', 'linux')).toEqual(['-O2', '-g', '-pie']);
  expect(candidatesOf(candidates, 'clang', 'linux')).toEqual(['-O2', '-g']);
  expect(candidatesOf(candidates, 'msvc', 'win32')).toEqual(['/O2']);
});
