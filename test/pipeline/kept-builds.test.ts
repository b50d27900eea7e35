import { describe, expect, it } from 'vitest';
import { nearestBuild, type FoundBuild, type KeptPatch } from '../../src/pipeline/kept-builds.ts';

function patch(sha256: string, ...files: readonly string[]): KeptPatch {
  return { sha256, files };
}

function build(folder: string, at: string, ...patches: readonly KeptPatch[]): FoundBuild {
  const schema = 'winrepro/kept/1';
  return { folder, kept: { schema, baseKey: 'b', at, patches, rewritten: [] } };
}

const print = patch('1', 'a.c', 'b.c');
const struct = patch('2', 'x.h');
const marks = patch('3', 'a.c');

describe('the nearest kept build', () => {
  it('differs in the fewest files, each counted once', () => {
    const near = build('near', '2026-01-01', print);
    const far = build('far', '2026-01-03', patch('2', 'x.c'), patch('4', 'c.c', 'd.c'));
    expect(nearestBuild([far, near], [marks])?.folder).toBe('near');
    expect(nearestBuild([near, far], [patch('2', 'x.c'), patch('4', 'c.c', 'd.c')])?.folder).toBe(
      'far',
    );
  });

  it('is known by what its patches hold, not by the files that they touch', () => {
    const same = build('same', '2026-01-01', print);
    const other = build('other', '2026-01-02', patch('9', 'a.c', 'b.c'));
    expect(nearestBuild([other, same], [print])?.folder).toBe('same');
  });

  it('is the newest of equals, in whatever order they are found', () => {
    const builds = ['2026-01-02', '2026-01-03', '2026-01-01'].map((at) => build(at, at, print));
    expect(nearestBuild(builds, [])?.folder).toBe('2026-01-03');
    expect(nearestBuild(builds.toReversed(), [])?.folder).toBe('2026-01-03');
  });

  it('is none without builds', () => {
    expect(nearestBuild([], [print])).toBeNull();
  });

  it('differs in no header, since a build may not notice that', () => {
    const plain = build('plain', '2026-01-01');
    const wide = build('wide', '2026-01-01', struct);
    expect(nearestBuild([plain], [struct])).toBeNull();
    expect(nearestBuild([plain, wide], [struct, print])?.folder).toBe('wide');
    expect(nearestBuild([wide, plain], [print])?.folder).toBe('plain');
  });
});
