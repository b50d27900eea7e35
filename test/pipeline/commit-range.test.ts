import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { performMirror } from '../../src/pipeline/actions/mirror.ts';
import { performWorktree } from '../../src/pipeline/actions/worktree.ts';
import { listCommits } from '../../src/pipeline/commit-range.ts';
import { mirrorPath } from '../../src/pipeline/mirror-commands.ts';
import { UserError } from '../../src/system/errors.ts';
import { failure, git, onBench, put, repository, type Bench } from './actions/git-bench.ts';

/** A repository with a merge between two tags; the commits in their order. */
function history(folder: string): {
  readonly origin: string;
  readonly shas: Readonly<Record<string, string>>;
} {
  const origin = join(folder, 'Quelle ü');
  const shas: Record<string, string> = { first: repository(origin, { 'a.c': '0\n' }, ['v1.0']) };
  const commit = (name: string): void => {
    put(origin, { [`${name}.c`]: `${name}\n` });
    git(origin, 'add', '--all');
    git(origin, 'commit', '--quiet', '-m', `add ${name}`, '-m', 'more');
    shas[name] = git(origin, 'rev-parse', 'HEAD');
  };
  const branch = git(origin, 'branch', '--show-current');
  commit('second');
  git(origin, 'checkout', '--quiet', '-b', 'side');
  commit('side');
  git(origin, 'checkout', '--quiet', branch);
  commit('third');
  git(origin, 'merge', '--quiet', '--no-ff', '-m', 'merge side', 'side');
  shas['merge'] = git(origin, 'rev-parse', 'HEAD');
  git(origin, 'tag', '-a', '-m', 'x', 'v2.0');
  commit('fourth');
  return { origin, shas };
}

const list = ({ folder, tools }: Bench, repository: string, range: string, firstParent = true) =>
  listCommits({ repository, range, firstParent, workspace: join(folder, 'w ä') }, tools);

test('the commits between two tags come in their order, the first tag in front', async () => {
  await onBench(async (bench) => {
    const { origin, shas } = history(bench.folder);
    const { first = '', second = '', third = '', merge = '', side = '' } = shas;
    expect(await list(bench, origin, 'v1.0..v2.0')).toEqual([
      { sha: first, title: 'the release' },
      { sha: second, title: 'add second' },
      { sha: third, title: 'add third' },
      { sha: merge, title: 'merge side' },
    ]);
    const all = (await list(bench, origin, 'v1.0..v2.0', false)).map(({ sha }) => sha);
    expect(all).toHaveLength(5);
    expect(all).toContain(side);
    expect(all.at(-1)).toBe(merge);
  });
});

test('commits by their numbers are ends too, and all between is laid out offline then', async () => {
  await onBench(async (bench) => {
    const { folder, tools } = bench;
    const { origin, shas } = history(folder);
    const { second = '', third = '', fourth = '' } = shas;
    const commits = await list(bench, origin, `${second}..${fourth}`);
    expect(commits.map(({ title }) => title)).toEqual([
      'add second',
      'add third',
      'merge side',
      'add fourth',
    ]);
    const mirror = mirrorPath(join(folder, 'w ä'), origin);
    await rm(origin, { recursive: true });
    expect(await list(bench, origin, `${second}..${fourth}`)).toEqual(commits);
    await performMirror(
      { kind: 'mirror', repository: origin, mirror, ref: third, commit: null },
      tools,
    );
    const tree = join(folder, 'tree ü');
    await performWorktree({ mirror, tree, ref: third, blobs: {} }, tools);
    expect(git(tree, 'rev-parse', 'HEAD')).toBe(third);
    expect(git(tree, 'ls-files')).toBe('a.c\nsecond.c\nthird.c');
    // Tags of the history came along: a build asks them for its version.
    expect(git(tree, 'describe', '--tags')).toMatch(/^v1\.0-2-g/);
    expect(git(mirror, 'rev-parse', '--is-shallow-repository')).toBe('false');
  });
});

test('a mirror that had one tag without history is completed', async () => {
  await onBench(async (bench) => {
    const { folder, tools } = bench;
    const { origin } = history(folder);
    const mirror = mirrorPath(join(folder, 'w ä'), origin);
    await performMirror(
      { kind: 'mirror', repository: origin, mirror, ref: 'v2.0', commit: null },
      tools,
    );
    expect(git(mirror, 'rev-parse', '--is-shallow-repository')).toBe('true');
    expect(await list(bench, origin, 'v1.0..v2.0')).toHaveLength(4);
    expect(git(mirror, 'rev-parse', '--is-shallow-repository')).toBe('false');
  });
});

test('a commit alone comes without history, and is offline work from then on', async () => {
  await onBench(async ({ folder, tools }) => {
    const { origin, shas } = history(folder);
    const { second: ref = '', first = '' } = shas;
    const mirror = join(folder, 'm ü.git');
    const action = { kind: 'mirror', repository: origin, mirror, ref, commit: null } as const;
    await performMirror(action, tools);
    expect(git(mirror, 'rev-parse', `refs/winrepro/${ref}`)).toBe(ref);
    expect(() => git(mirror, 'cat-file', '-e', first)).toThrow();
    await rm(origin, { recursive: true });
    await performMirror(action, tools);
  });
});

test('an end that is not there is named, with the tags most like it', async () => {
  await onBench(async (bench) => {
    const { origin } = history(bench.folder);
    const tag = await failure(list(bench, origin, 'v1.0..v2.1'));
    expect(tag.message).toBe(
      `${origin} has no tag v2.1: correct the range of commits; the nearest of its tags are v2.0, v1.0`,
    );
    const none = 'b'.repeat(40);
    const commit = await failure(list(bench, origin, `v1.0..${none}`));
    expect(commit.message).toBe(
      `${origin} has no commit ${none}, or does not hand out a commit by its number: correct the range of commits`,
    );
    const alone = {
      kind: 'mirror',
      repository: origin,
      mirror: join(bench.folder, 'm'),
      ref: none,
      commit: null,
    } as const;
    expect((await failure(performMirror(alone, bench.tools))).message).toBe(
      `${origin} has no commit ${none}, or does not hand out a commit by its number: mend source.ref or source.repository of the recipe`,
    );
  });
});

test.each([
  ['v2.0..v1.0', 'v2.0 is no ancestor of v1.0, so the commits between them have no order'],
  ['v1.0..v1.0', 'v1.0 and v1.0 are the same commit, so v1.0..v1.0 has nothing to search'],
  ['v1.0..-x', 'v1.0..-x is no range of commits: write A..B'],
])('the range %s is refused', async (range, message) => {
  await onBench(async (bench) => {
    const { origin } = history(bench.folder);
    const work = list(bench, origin, range);
    await expect(work).rejects.toThrow(UserError);
    await expect(work).rejects.toThrow(message);
  });
});
