import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { environmentFlags } from '../../../src/pipeline/distutils/environment-flags.ts';
import { EnvironmentError } from '../../../src/system/errors.ts';
import { LINK, O2, OX } from './shapes.ts';

const shipped = { compile: OX, link: LINK };

function cl(wanted: readonly string[], found: readonly string[] = OX): string {
  return environmentFlags({
    found: { compile: found, link: LINK },
    wanted: { compile: wanted, link: LINK },
  })._CL_;
}

function link(wanted: readonly string[], found: readonly string[] = LINK): string {
  return environmentFlags({
    found: { compile: OX, link: found },
    wanted: { compile: OX, link: wanted },
  })._LINK_;
}

const without = (flags: readonly string[], ...gone: readonly string[]): readonly string[] =>
  flags.filter((flag) => !gone.includes(flag));

describe('the variants of the recipe', () => {
  it('leave both variables empty where nothing changes', () => {
    expect(environmentFlags({ found: shipped, wanted: shipped })).toEqual({ _CL_: '', _LINK_: '' });
    const reordered = { compile: [...OX].reverse(), link: [...LINK].reverse() };
    expect(environmentFlags({ found: shipped, wanted: reordered })).toEqual({
      _CL_: '',
      _LINK_: '',
    });
  });

  it('without whole-program optimisation', () => {
    const wanted = { compile: without(OX, '/GL'), link: without(LINK, '/LTCG') };
    expect(environmentFlags({ found: shipped, wanted })).toEqual({
      _CL_: '/GL-',
      _LINK_: '/LTCG:OFF',
    });
  });

  it('without any optimisation', () => {
    expect(cl([...without(OX, '/Ox', '/GL'), '/Od'])).toBe('/GL- /Od');
    expect(cl(without(OX, '/Ox', '/GL'))).toBe('/Od /GL-');
  });

  it('with symbols and the same code', () => {
    expect(cl([...OX, '/Z7'])).toBe('/Z7');
    expect(link([...LINK, '/DEBUG:FULL', '/OPT:REF,ICF'])).toBe('/DEBUG:FULL /OPT:REF,ICF');
    expect(cl([...OX, '/Zi', '/FS'])).toBe('/Zi /FS');
  });
});

describe('_CL_', () => {
  it.each([
    ['/Od replaces /Ox', [...without(OX, '/Ox'), '/Od'], OX, '/Od'],
    ['/O1 replaces /O2', [...without(O2, '/O2'), '/O1'], O2, '/O1'],
    ['the last level counts', ['/nologo', '/O2'], ['/nologo', '/O2', '/Od'], '/O2'],
    ['a level resets /Ob0, so it comes again', ['/O2', '/Ob0'], ['/Od', '/Ob0'], '/O2 /Ob0'],
    ['a part of a level needs a ground', ['/Ob1'], ['/O2'], '/Od /Ob1'],
    ['/W4 replaces /W3', [...without(OX, '/W3'), '/W4'], OX, '/W4'],
    ['the default level of warnings', without(OX, '/W3'), OX, '/W1'],
    ['assertions on', without(OX, '/DNDEBUG'), OX, '/UNDEBUG'],
    ['another value of a macro', ['/DX=2'], ['/DX=1'], '/DX#2'],
    ['a macro with a value', [...OX, '/DQUALIFIER=volatile'], OX, '/DQUALIFIER#volatile'],
    ['another runtime library', [...without(OX, '/MD'), '/MT'], OX, '/MT'],
    ['a switch off', [...OX, '/GS-'], OX, '/GS-'],
    ['a switch on again', OX, [...OX, '/GS-'], '/GS'],
    ['a switch taken away', OX, [...OX, '/Gy'], '/Gy-'],
    ['floating point as by default', OX, [...OX, '/fp:fast'], '/fp:precise'],
    ['dashes for slashes', ['-nologo', '-GL', '-W3'], ['/nologo', '/GL', '/W3'], ''],
    ['a folder with a space', [...OX, '/IC:\\Prüf stand'], OX, '"/IC:\\Prüf stand"'],
  ])('%s', (_, wanted, found, expected) => {
    expect(cl(wanted, found)).toBe(expected);
  });

  it.each([['/nologo'], ['/MD'], ['/Zi'], ['/bigobj'], ['/std:c11']])(
    'cannot take %s away',
    (flag) => {
      const work = (): string => cl(without([...OX, flag], flag), [...OX, flag]);
      expect(work).toThrow(EnvironmentError);
      expect(work).toThrow(/ cannot be taken away by _CL_: choose flagsBy: patch$/);
    },
  );

  it.each([
    [OX, without(OX, '/GL')],
    [[...without(OX, '/GL'), '-GL'], without(OX, '/GL')],
    [OX, [...OX, '/GL-']],
  ])('never adds /GL (%#)', (wanted, found) => {
    expect(() => cl(wanted, found)).toThrow(EnvironmentError);
    expect(() => cl(wanted, found)).toThrow('/GL cannot be added by _CL_, because numpy');
  });

  it('holds 1024 characters and not one more', () => {
    const flag = `/DA${'x'.repeat(1021)}`;
    expect(cl([...OX, flag])).toHaveLength(1024);
    expect(() => cl([...OX, `${flag}x`])).toThrow('_CL_ would be 1025 characters long');
  });

  it.each(['/DX=a=b', '/DX=a#b', '/DX="a b"', '/DX\n'])('has no way to write %j', (flag) => {
    expect(() => cl([...OX, flag])).toThrow(EnvironmentError);
    expect(() => cl([...OX, flag])).toThrow('choose flagsBy: patch');
  });
});

describe('_LINK_', () => {
  it.each([
    ['/LTCG off', without(LINK, '/LTCG'), LINK, '/LTCG:OFF'],
    ['another /LTCG', [...without(LINK, '/LTCG'), '/LTCG:INCREMENTAL'], LINK, '/LTCG:INCREMENTAL'],
    ['incremental', without(LINK, '/INCREMENTAL:NO'), LINK, '/INCREMENTAL'],
    ['not incremental', ['/nologo'], ['/nologo', '/INCREMENTAL'], '/INCREMENTAL:NO'],
    ['no symbols', LINK, [...LINK, '/DEBUG:FULL'], '/DEBUG:NONE'],
    ['other cases', ['/NOLOGO', '/ltcg'], ['/NOLOGO', '/LTCG'], '/ltcg'],
    ['fewer /OPT', ['/OPT:REF'], ['/OPT:REF,ICF=3'], '/OPT:NOREF,NOICF /OPT:REF'],
    ['no /OPT', [], ['/OPT:NOREF'], '/OPT:REF'],
    ['no manifest', LINK, [...LINK, '/MANIFEST:EMBED,ID=2'], '/MANIFEST:NO'],
  ])('%s', (_, wanted, found, expected) => {
    expect(link(wanted, found)).toBe(expected);
  });

  it.each(['/nologo', '/DLL', 'ucrt.lib', '/LTCG:OFF', '/SUBSYSTEM:CONSOLE'])(
    'cannot take %s away',
    (flag) => {
      const work = (): string => link(['/X'], ['/X', flag]);
      expect(work).toThrow(EnvironmentError);
      expect(work).toThrow(`${flag} cannot be taken away by _LINK_: choose flagsBy: patch`);
    },
  );
});

describe('appended to what is found', () => {
  /** What counts of a cl command line, read independently: the last of each matter. */
  function meaning(options: readonly string[]): Readonly<Record<string, unknown>> {
    const last = (pattern: RegExp): string | undefined =>
      options.filter((option) => pattern.test(option)).at(-1);
    return {
      level: last(/^\/O[12dx]$/) ?? '/Od',
      warnings: last(/^\/W\d$/) ?? '/W1',
      whole: last(/^\/GL-?$/) === '/GL',
      checks: last(/^\/GS-?$/) !== '/GS-',
      asserts: last(/^\/[DU]NDEBUG$/) !== '/DNDEBUG',
      others: [...new Set(options.filter((option) => /^\/(nologo|MD|Z7|FS)$/.test(option)))].sort(),
    };
  }

  it('it means what was wanted', () => {
    const pool = ['/O1', '/O2', '/Ox', '/Od', '/W3', '/W4', '/GS-', '/DNDEBUG', '/GL', '/GL-'];
    const flags = fc.shuffledSubarray(pool);
    fc.assert(
      fc.property(flags, flags, fc.subarray(['/Z7', '/FS']), (found, wanted, added) => {
        const before = ['/nologo', '/MD', ...found];
        const after = ['/nologo', '/MD', ...wanted, ...added];
        // Adding /GL is refused, as its own test shows.
        fc.pre(meaning(before)['whole'] === true || meaning(after)['whole'] === false);
        fc.pre(!found.includes('/GL-') && (found.includes('/GL') || !wanted.includes('/GL')));
        fc.pre(!wanted.includes('/GL-') || !wanted.includes('/GL'));
        const variable = cl(after, before).split(' ').filter(Boolean);
        expect(meaning([...before, ...variable])).toEqual(meaning(after));
      }),
    );
  });
});
