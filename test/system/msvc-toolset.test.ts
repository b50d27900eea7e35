import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EnvironmentError } from '../../src/system/errors.ts';
import { chooseToolset, compareVersions, type Toolset } from '../../src/system/msvc-toolset.ts';

const VS2019 = 'C:\\VS\\2019';
const VS2022 = 'C:\\VS\\2022';
const VS2026 = 'C:\\VS\\2026';

const of = (installation: string, ...versions: readonly string[]): readonly Toolset[] =>
  versions.map((version) => ({ version, installation }));

const WINGET =
  'winget install --id Microsoft.VisualStudio.2022.BuildTools -e --accept-package-agreements --accept-source-agreements --override "--quiet --wait --norestart --nocache --add Microsoft.VisualStudio.Workload.VCTools --add Microsoft.VisualStudio.Component.VC.14.29.16.11.x86.x64 --includeRecommended"';

describe('the toolset', () => {
  const all = [
    ...of(VS2026, '14.51.36014'),
    ...of(VS2022, '14.44.35207', '14.29.30133'),
    ...of(VS2019, '14.29.30037', '14.16.27023'),
  ];

  it.each([
    [['14.29', '14.16'], '14.29.30133', VS2022],
    [['14.16', '14.29'], '14.16.27023', VS2019],
    [['14.29.30037'], '14.29.30037', VS2019],
    [['14.20', '14.44'], '14.44.35207', VS2022],
    [['14.51'], '14.51.36014', VS2026],
  ])(
    'of %j is the first wanted one that is there, in its newest build',
    (wanted, version, place) => {
      for (const found of [all, [...all].reverse()]) {
        expect(chooseToolset(wanted, found)).toEqual({
          toolset: { version, installation: place },
          warnings: [],
        });
      }
    },
  );

  it.each([['14.2'], ['14'], ['4.29'], ['14.29.3013'], ['14.290']].map(([one = '']) => one))(
    'of %s is no 14.29.30133, for parts of versions are numbers',
    (wanted) => {
      const found = of(VS2019, '14.29.30133');
      const { warnings } = chooseToolset([wanted], found);
      // 14 alone names the family, and a wanted one needs no warning.
      expect(warnings).toHaveLength(wanted === '14' ? 0 : 1);
    },
  );

  it('is the newest that compiles right when none is wanted, with a warning', () => {
    const found = all.filter(({ version }) => !version.startsWith('14.29'));
    const { toolset, warnings } = chooseToolset(['14.29', '14.28'], found);
    expect(toolset).toEqual({ version: '14.44.35207', installation: VS2022 });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(
      'none of the MSVC toolsets 14.29, 14.28 is installed; 14.44.35207 is used instead',
    );
    expect(warnings[0]).toContain(WINGET);
  });

  it('is compared by numbers: 14.9 is older than 14.50, and 14.50 is too new', () => {
    const found = of(VS2022, '14.9.1', '14.50.1', '14.49.9');
    expect(chooseToolset(['14.29'], found).toolset.version).toBe('14.49.9');
    expect(chooseToolset(['14.29'], of(VS2022, '14.9.1', '14.50.0')).toolset.version).toBe(
      '14.9.1',
    );
  });

  it('is refused when all are too new and none was asked for', () => {
    const work = (): unknown => chooseToolset(['14.29'], of(VS2026, '14.50.35717', '14.51.36014'));
    expect(work).toThrow(EnvironmentError);
    expect(work).toThrow('MSVC toolset 14.51.36014 of C:\\VS\\2026 is too new');
    expect(work).toThrow('numpy issue 32229');
    expect(work).toThrow(WINGET);
  });

  it('is missed with the command that installs it', () => {
    const work = (): unknown => chooseToolset(['14.29'], []);
    expect(work).toThrow(EnvironmentError);
    expect(work).toThrow(
      `no Visual Studio with a C compiler for x64 found: as administrator, \`${WINGET}\``,
    );
    expect(work).toThrow('--id Microsoft.VisualStudio.2019.BuildTools');
  });

  it('is always one that was found, and without a warning one that is wanted', () => {
    const version = fc
      .tuple(fc.integer({ min: 10, max: 55 }), fc.integer({ min: 0, max: 3 }))
      .map(([minor, build]) => `14.${minor}.${build}`);
    const wanted = fc.array(
      fc.integer({ min: 10, max: 55 }).map((minor) => `14.${minor}`),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(wanted, fc.array(version, { minLength: 1, maxLength: 6 }), (names, versions) => {
        const found = of(VS2022, ...versions);
        const isWanted = (one: string): boolean =>
          names.includes(one.split('.').slice(0, 2).join('.'));
        const tooNew = versions.every((one) => Number(one.split('.')[1]) >= 50);
        if (tooNew && !versions.some(isWanted)) {
          expect(() => chooseToolset(names, found)).toThrow(EnvironmentError);
          return;
        }
        const { toolset, warnings } = chooseToolset(names, found);
        expect(found).toContain(toolset);
        expect(warnings).toHaveLength(isWanted(toolset.version) ? 0 : 1);
        expect(isWanted(toolset.version)).toBe(versions.some(isWanted));
      }),
    );
  });
});

describe('the order of versions', () => {
  it.each([
    ['14.29.30133', '14.29.30037'],
    ['14.29', '14.9.30133'],
    ['17.14.36915.13', '17.9'],
    ['14.29.1', '14.29'],
  ])('puts %s behind %s', (newer, older) => {
    expect(compareVersions(newer, older)).toBeGreaterThan(0);
    expect(compareVersions(older, newer)).toBeLessThan(0);
    expect(compareVersions(newer, newer)).toBe(0);
  });
});
