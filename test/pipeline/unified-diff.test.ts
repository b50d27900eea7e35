import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseUnifiedDiff, touchedFiles } from '../../src/pipeline/unified-diff.ts';

const two = `A text that git skips.

diff --git a/src/a.c b/src/a.c
index 1..2 100644
--- a/src/a.c
+++ b/src/a.c
@@ -10,3 +10,4 @@ int main(void)
 x
--- a/looks like a header
-- y
++++ b/so does this
+z
@@ -90 +91,2 @@
-q
+r
+s
diff --git a/new.h b/new.h
new file mode 100644
--- /dev/null
+++ b/new.h
@@ -0,0 +1 @@
+int n;
\\ No newline at end of file
`;

describe('a unified diff', () => {
  it.each([
    ['LF', two],
    ['CRLF', two.replaceAll('\n', '\r\n')],
  ])('with %s gives its files and hunks', (_name, text) => {
    const [a, made, ...rest] = parseUnifiedDiff(text.replace('10,3 +10,4', '10,3 +10,3'));
    expect(rest).toEqual([]);
    expect([a?.before, a?.after]).toEqual(['src/a.c', 'src/a.c']);
    expect(a?.hunks).toEqual([
      { header: '@@ -10,3 +10,3 @@', oldStart: 10, oldLines: 3, newStart: 10, newLines: 3 },
      { header: '@@ -90 +91,2 @@', oldStart: 90, oldLines: 1, newStart: 91, newLines: 2 },
    ]);
    expect([made?.before, made?.after]).toEqual([null, 'new.h']);
  });

  it('of `diff -u`, without git and with times behind tabs', () => {
    const text =
      '--- old/ä b.c\t2021-06-19 12:00\n+++ new/ä b.c\t2021-06-20\n@@ -1 +1 @@\n-a\n+b\n';
    expect(touchedFiles(text + text.replaceAll('ä b', 'c'))).toEqual(['c.c', 'ä b.c']);
  });

  it('undoes the quotes of git', () => {
    const text = '--- "a/\\303\\274 \\"q\\"\\t\\\\.c"\n+++ "b/\\303\\274 \\"q\\"\\t\\\\.c"\n';
    expect(touchedFiles(text)).toEqual(['ü "q"\t\\.c']);
  });

  it('without a `---` line: renamed, of another mode, removed while empty, binary', () => {
    const text = [
      'diff --git a/x y.c b/x y.c',
      'old mode 100644',
      'new mode 100755',
      'diff --git a/from me.c b/to.c',
      'similarity index 100%',
      'rename from from me.c',
      'rename to to.c',
      'diff --git a/empty b/empty',
      'deleted file mode 100644',
      'diff --git a/pic.png b/pic.png',
      'Binary files a/pic.png and b/pic.png differ',
    ].join('\n');
    expect(touchedFiles(text)).toEqual(['empty', 'from me.c', 'pic.png', 'to.c', 'x y.c']);
    expect(parseUnifiedDiff(text)[2]).toMatchObject({ before: 'empty', after: null });
  });

  it('that is none touches nothing', () => {
    expect(touchedFiles('')).toEqual([]);
    expect(touchedFiles('some\n--- prose\n\n@@ -1 +1 @@\n')).toEqual([]);
  });

  it('never makes it throw, whatever the text', () => {
    const scrap = fc.constantFrom(
      'diff --git ',
      '--- a/x',
      '+++ ',
      '@@ -1,2 +3 @@',
      '"',
      '\\',
      '\n',
      '\r',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(scrap, fc.string())), (parts) => {
        parseUnifiedDiff(parts.join(''));
      }),
    );
  });
});
