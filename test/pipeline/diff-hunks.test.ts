import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { joinHunks, separateHunks } from '../../src/pipeline/diff-hunks.ts';
import { testFolder } from '../system/folder.ts';

const TWO_FILES = `From 1234 Mon Sep 17 00:00:00 2001
Subject: two changes

diff --git a/src/a.c b/src/a.c
index 111..222 100644
--- a/src/a.c
+++ b/src/a.c
@@ -3,3 +3,4 @@ int main(void)
 x
+new
 y
 z
@@ -40,2 +41 @@
-old
 q
diff --git a/b.c b/b.c
index 333..444 100644
--- a/b.c
+++ b/b.c
@@ -1 +1 @@
--- a header that is none
+++ nor is this
`;

function hunksOf(diff: string) {
  const hunks = separateHunks(diff);
  if (hunks === null) throw new Error('it has none');
  return hunks;
}

describe('the hunks of a diff', () => {
  it.each([
    ['LF', TWO_FILES],
    ['CRLF', TWO_FILES.replaceAll('\n', '\r\n')],
  ])('with %s are told apart, by their file and their line', (_name, diff) => {
    const hunks = hunksOf(diff);
    expect(hunks.map(({ label }) => label)).toEqual(['a.c:3', 'a.c:40', 'b.c:1']);
    const end = diff.includes('\r') ? '\r\n' : '\n';
    expect(hunks[1]?.text).toBe(`@@ -40,2 +41 @@${end}-old${end} q${end}`);
    expect(hunks[0]?.header).toBe(`--- a/src/a.c${end}+++ b/src/a.c${end}`);
    expect(hunks[2]?.text).toContain('--- a header that is none');
  });

  it('that are joined have the header of each file once', () => {
    const hunks = hunksOf(TWO_FILES);
    const all = joinHunks(hunks);
    expect(all.match(/^--- a\/src\/a\.c$/gm)).toHaveLength(1);
    expect(hunksOf(all).map(({ label }) => label)).toEqual(hunks.map(({ label }) => label));
    expect(joinHunks(hunks.slice(1, 2))).toBe(
      '--- a/src/a.c\n+++ b/src/a.c\n@@ -40,2 +41 @@\n-old\n q\n',
    );
    expect(joinHunks([])).toBe('');
  });

  it.each([
    ['makes a file', 'new file mode 100644\n--- /dev/null\n+++ b/n.h\n@@ -0,0 +1 @@\n+x\n'],
    ['makes a file without git', '--- /dev/null\n+++ b/n.h\n@@ -0,0 +1 @@\n+x\n'],
    ['removes a file', '--- a/n.h\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n'],
    ['renames a file', 'similarity index 100%\nrename from a\nrename to b\n'],
    ['is binary', 'GIT binary patch\nliteral 3\n'],
    ['differs in binary', 'Binary files a/x and b/x differ\n'],
  ])('are none of a diff that %s', (_what, text) => {
    expect(separateHunks(`diff --git a/n.h b/n.h\n${text}`)).toBeNull();
  });

  it('are told apart whatever a message in front of them says', () => {
    const message = 'rename the counter\n\nnew file names are for later\n\n';
    expect(separateHunks(`${message}${TWO_FILES}`)).toHaveLength(3);
  });

  it('are none of an empty diff', () => {
    expect(separateHunks('')).toEqual([]);
  });
});

describe('git applies', () => {
  const lines = Array.from({ length: 60 }, (_, index) => `line ${index}`);
  const changed = lines.flatMap((line, index) => {
    if (index === 5) return [line, 'added', 'added too'];
    if (index === 30) return [];
    return index === 59 ? ['the last one'] : [line];
  });

  /** Each set of hunks of the change is the change of just these places. */
  async function tryAll(name: string, before: string, after: string): Promise<void> {
    const folder = join(await testFolder(), 'ä b');
    mkdirSync(folder);
    const git = (...args: readonly string[]): string =>
      execFileSync('git', ['-c', 'core.autocrlf=false', ...args], {
        cwd: folder,
        encoding: 'utf8',
      });
    git('init', '-q');
    writeFileSync(join(folder, name), before);
    git('add', name);
    writeFileSync(join(folder, name), after);
    const hunks = hunksOf(git('diff', '--no-color'));
    expect(hunks).toHaveLength(3);
    for (let set = 1; set < 8; set++) {
      const chosen = hunks.filter((_, index) => (set >> index) % 2 === 1);
      writeFileSync(join(folder, name), before);
      writeFileSync(join(folder, 'part.diff'), joinHunks(chosen));
      git('apply', 'part.diff');
      const text = readFileSync(join(folder, name), 'utf8');
      expect(text.includes('added too')).toBe(set % 2 === 1);
      expect(text.includes('line 30')).toBe((set >> 1) % 2 === 0);
      expect(text.includes('the last one')).toBe(set >> 2 === 1);
      if (set === 7) expect(text).toBe(after);
    }
  }

  it('each set of hunks', async () => {
    await tryAll('a.c', `${lines.join('\n')}\n`, `${changed.join('\n')}\n`);
  });

  it('each set of hunks of a file with CRLF', async () => {
    await tryAll('a.c', `${lines.join('\r\n')}\r\n`, `${changed.join('\r\n')}\r\n`);
  });

  it('each set of hunks of a file without a line end at its end', async () => {
    await tryAll('a.c', lines.join('\n'), changed.join('\n'));
  });
});
