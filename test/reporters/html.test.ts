import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileAddress, fileLink } from '../../src/reporters/html/file-link.ts';
import { escapeHtml, html } from '../../src/reporters/html/html.ts';
import { escapeXml, xml } from '../../src/reporters/xml.ts';

/** Undoes the five entities: an independent reader of what was escaped. */
function read(text: string): string {
  const entities = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' } as const;
  return text.replaceAll(
    /&(lt|gt|quot|#39|amp);/g,
    (_, name: keyof typeof entities) => entities[name],
  );
}

describe('the template of HTML', () => {
  it('escapes every text, and a reader gets the text back', () => {
    const visible = fc.string({ unit: 'grapheme-ascii' });
    fc.assert(
      fc.property(visible, (text) => {
        const markup = html`<p title="${text}">${text}</p>`.toString();
        expect(markup.replaceAll(/[^<>]/g, '')).toBe('<><>');
        expect(read(markup)).toBe(`<p title="${text}">${text}</p>`);
      }),
    );
  });

  it('leaves what it has made itself, in lists too, and nothing else', () => {
    const item = html`<b>${'<'}</b>`;
    expect(html`${item}${[item, item]}${null}${1}`.toString()).toBe(
      '<b>&lt;</b><b>&lt;</b><b>&lt;</b>1',
    );
    const foreign = xml`<script/>` as never;
    expect(html`${foreign}`.toString()).toBe('&lt;script/&gt;');
    const forged = { language: 'html', toString: () => '<script>' } as never;
    expect(() => html`${forged}`.toString()).toThrow(TypeError);
  });

  it('refuses an attribute without quotes', () => {
    expect(() => html`<p class=${'a onclick=b'}></p>`).toThrow(TypeError);
  });

  it('shows control characters, turned writing and half characters as U+FFFD', () => {
    expect(escapeHtml('a\u0000\u001B[31m\u202Eb\uD800c\r\n')).toBe(
      'a\uFFFD\uFFFD[31m\uFFFDb\uFFFDc\n',
    );
    expect(escapeHtml('Größe 日本語 🙂')).toBe('Größe 日本語 🙂');
  });
});

describe('text in XML', () => {
  it('has no character that XML 1.0 forbids, whatever comes in', () => {
    const wild = fc.string({
      unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    });
    fc.assert(
      fc.property(wild, (text) => {
        expect(escapeXml(text)).toMatch(/^[ -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u);
      }),
    );
    expect(escapeXml('\u0007<&>"\uFFFE\uD800🙂\n')).toBe(
      '\uFFFD&lt;&amp;&gt;&quot;\uFFFD\uFFFD🙂&#10;',
    );
  });
});

describe('links to files', () => {
  it.each([
    ['trials/000003/output.txt', './trials/000003/output.txt'],
    ['trials\\3\\a b.txt', './trials/3/a%20b.txt'],
    ['ä?#%.txt', './%C3%A4%3F%23%25.txt'],
    ['javascript:alert(1)', './javascript%3Aalert(1)'],
  ])('leads from %s to %s', (path, address) => {
    expect(fileAddress(path)).toBe(address);
  });

  it.each([
    '',
    '/etc/passwd',
    '../up',
    'a/../../b',
    'a//b',
    '//host/x',
    '\\\\host\\x',
    'C:\\x',
    'C:/x',
    'a/.',
    'x\u0000',
    '\uD800',
  ])('does not follow %j', (path) => {
    expect(fileAddress(path)).toBeNull();
    expect(fileLink(path).toString()).not.toContain('href');
  });
});
