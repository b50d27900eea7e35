import { nearest } from './did-you-mean.ts';
import type { Finding, Path } from './problem.ts';
import type { Recipe } from './schema.ts';

/** What a build section needs of the other sections. */
export function buildFindings(recipe: Recipe): readonly Finding[] {
  return [...programFindings(recipe), ...setupFindings(recipe), ...flagWayFindings(recipe)];
}

function programFindings({ build, source, toolchain }: Recipe): readonly Finding[] {
  if (build.provider !== 'c-program') return [];
  const path: Path = ['build', 'provider'];
  const findings: Finding[] = [];
  if (toolchain === undefined) {
    const sentence = 'a c-program needs a compiler; add a toolchain section';
    findings.push({ path, at: 'key', sentence });
  }
  if (source.provider === 'none') {
    const sentence = 'a c-program needs its files; add a source section with the provider files';
    return [...findings, { path, at: 'key', sentence }];
  }
  // What a repository holds is known when it is there.
  if (source.provider === 'git') return findings;
  const { files } = source;
  return [
    ...findings,
    ...build.sources.flatMap((file, index): readonly Finding[] => {
      if (files.includes(file)) return [];
      const near = nearest(file, files);
      const move = near === undefined ? 'add it there' : `add it there, or did you mean "${near}"?`;
      const sentence = `"${file}" is not among source.files; ${move}`;
      return [{ path: ['build', 'sources', index], at: 'key', sentence }];
    }),
  ];
}

function setupFindings({ build, source, toolchain, environment }: Recipe): readonly Finding[] {
  if (build.provider !== 'setup-py') return [];
  const path: Path = ['build', 'provider'];
  const missing: readonly (readonly [boolean, string])[] = [
    [toolchain === undefined, 'setup.py needs a compiler and its flags; add a toolchain section'],
    [source.provider === 'none', 'setup.py needs its sources; add a source section'],
    [environment.provider === 'none', 'setup.py needs a Python; add an environment section'],
  ];
  return missing.flatMap(([isMissing, sentence]) =>
    isMissing ? [{ path, at: 'key' as const, sentence }] : [],
  );
}

/** Which negations the variables need follows from the flags that the interpreter ships with. */
function flagWayFindings({ toolchain, variants }: Recipe): readonly Finding[] {
  if (toolchain === undefined || toolchain.msvc?.shipped !== undefined) return [];
  const ways: readonly (readonly [Path, string | undefined])[] = [
    [['toolchain', 'msvc', 'flagsBy'], toolchain.msvc?.flagsBy],
    ...Object.entries(variants).map(
      ([name, { msvc }]) => [['variants', name, 'msvc', 'flagsBy'], msvc?.flagsBy] as const,
    ),
  ];
  const sentence =
    "flags can go by environment only where toolchain.msvc.shipped says which flags are in the interpreter's own lists; add it";
  return ways.flatMap(([path, way]) =>
    way === 'environment' ? [{ path, at: 'key' as const, sentence }] : [],
  );
}
