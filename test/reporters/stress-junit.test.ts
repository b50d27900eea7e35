import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { stressJunit } from '../../src/reporters/stress-junit.ts';
import { EVIL, evilNight, evilVerdict, usualNight, usualVerdict } from './page-samples.ts';
import {
  nightReport,
  nightVerdict,
  stressResult,
  stressSignature,
  stressVariant,
} from './stress-samples.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

/** The document as Python's own parser of XML understands it. */
function parsed(text: string): Element {
  const program = `
import json, sys
from xml.dom import minidom
def tree(node):
    return {'name': node.tagName, 'attributes': dict(node.attributes.items()),
        'children': [tree(one) for one in node.childNodes if one.nodeType == 1],
        'text': ''.join(one.data for one in node.childNodes if one.nodeType in (3, 4))}
json.dump(tree(minidom.parseString(sys.stdin.buffer.read()).documentElement), sys.stdout)`;
  return JSON.parse(
    execFileSync('python3', ['-c', program], { input: text, encoding: 'utf8' }),
  ) as Element;
}

function all(element: Element, name: string): readonly Element[] {
  return [
    ...(element.name === name ? [element] : []),
    ...element.children.flatMap((child) => all(child, name)),
  ];
}

/** How each test case ended, by its name. */
function endings(root: Element): Readonly<Record<string, string>> {
  return Object.fromEntries(
    all(root, 'testcase').map(({ attributes, children }) => [
      attributes['name'] ?? '',
      children
        .map(({ name }) => name)
        .find((name) => ['failure', 'error', 'skipped'].includes(name)) ?? 'passed',
    ]),
  );
}

describe('a stress run as JUnit XML', () => {
  it('has a suite for the campaign and a case for each variant, and counts that add up', () => {
    const root = parsed(stressJunit([usualNight], null));
    expect(root.name).toBe('testsuites');
    const [suite] = all(root, 'testsuite');
    const expected = { tests: '4', failures: '1', errors: '1', skipped: '0', time: '21600.000' };
    expect(root.attributes).toMatchObject(expected);
    expect(suite?.attributes).toMatchObject({
      ...expected,
      name: 'numpy-pypy',
      hostname: 'lab-win-01',
      timestamp: '2026-11-24T23:45:01',
    });
    expect(endings(root)).toEqual({
      ltcg: 'passed',
      'no-inline': 'failure',
      'volatile Größe 日本語': 'passed',
      'clang-cl': 'error',
    });
    expect(suite?.children.map(({ name }) => name)).toEqual([
      'properties',
      ...Array<string>(4).fill('testcase'),
    ]);
    const [first] = all(root, 'testcase');
    expect(first?.attributes).toEqual({ classname: 'numpy-pypy', name: 'ltcg', time: '275.000' });
    const properties = all(first ?? root, 'property').map(({ attributes }) => [
      attributes['name'],
      attributes['value'],
    ]);
    expect(Object.fromEntries(properties)).toMatchObject({
      trials: '110',
      crashes: '89',
      confidence: '0.95',
      signatures: '3',
    });
    expect(all(root, 'failure')[0]?.attributes).toEqual({
      message: '4 crashes in 404 trials: STATUS_ACCESS_VIOLATION after 14 in PyArray_DescrFromType',
      type: 'crashes',
    });
    expect(all(root, 'error')[0]?.attributes['message']).toBe(
      'clang-cl was not found on PATH: install LLVM',
    );
  });

  it('fails a worse night of its own campaign only', () => {
    expect(endings(parsed(stressJunit([usualNight], usualVerdict)))['ltcg']).toBe('failure');
    const other = { ...usualVerdict, campaign: 'another' };
    expect(endings(parsed(stressJunit([usualNight], other)))['ltcg']).toBe('passed');
  });

  it('skips what was expected to crash and has not, and fails what nobody expected', () => {
    const root = parsed(
      stressJunit(
        [
          stressResult([
            stressVariant('quiet', { clean: 9 }, { expected: 'crashes' }),
            stressVariant('unknown', { signatures: [stressSignature('x', 2)] }),
            stressVariant('clean', { clean: 9 }),
          ]),
          stressResult([stressVariant('second', { clean: 1 })], { stress: 's2' }),
        ],
        nightReport([nightVerdict('clean', { kind: 'better' })]),
      ),
    );
    expect(endings(root)).toEqual({
      quiet: 'skipped',
      unknown: 'failure',
      clean: 'passed',
      second: 'passed',
    });
    expect(root.attributes).toMatchObject({ tests: '4', failures: '1', errors: '0', skipped: '1' });
    expect(all(root, 'skipped')[0]?.attributes['message']).toBe(
      'expected to crash, and no crash yet in 9 trials',
    );
    expect(all(root, 'testsuite').map(({ attributes }) => attributes['tests'])).toEqual(['3', '1']);
  });

  it('stays well-formed whatever a child, a recipe or a machine said', () => {
    const root = parsed(stressJunit([evilNight], evilVerdict));
    expect(all(root, 'script')).toEqual([]);
    expect(all(root, 'testcase')[0]?.attributes['name']).toBe(EVIL);
    const rude = '\u0000\u0007\u001B\uFFFE\uD800 ]]> &#0; 🙂\r\n';
    const text = stressJunit(
      [
        stressResult([
          stressVariant(
            rude,
            { signatures: [stressSignature(rude, 2)] },
            { faults: [{ reason: rude, count: 1 }] },
          ),
        ]),
      ],
      null,
    );
    expect(all(parsed(text), 'testcase')[0]?.attributes['name']).toBe(
      '\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD ]]> &#0; 🙂 ',
    );
  });
});
