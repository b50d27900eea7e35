import { describe, expect, it } from 'vitest';
import { annotationLine, stressAnnotations } from '../../src/reporters/annotations.ts';
import { usualNight, usualVerdict } from './page-samples.ts';
import { stressResult, stressSignature, stressVariant } from './stress-samples.ts';

describe('annotations for GitHub', () => {
  it('escapes what the runner would take for its own', () => {
    const line = annotationLine({
      level: 'error',
      title: 'a:b,c%\n',
      message: '50 %::x,\r\n::warning::y',
    });
    expect(line).toBe('::error title=a%3Ab%2Cc%25%0A::50 %25::x,%0D%0A::warning::y');
  });

  it('tells of unexpected crashes, of what could not be tried and of a worse night', () => {
    expect(stressAnnotations(usualNight, usualVerdict)).toEqual([
      '::error title=numpy-pypy/no-inline::4 crashes in 404 trials, STATUS_ACCESS_VIOLATION after 14 in PyArray_DescrFromType',
      '::error title=numpy-pypy/ltcg worse::89 crashes in 2.1e6 iterations tonight, 120 in 2.0e7 in the 7 nights before: 7.1 times as often [5.1, 9.8] at 99 %25',
      '::warning title=numpy-pypy/clang-cl::not tried: clang-cl was not found on PATH: install LLVM',
    ]);
  });

  it('is at most ten lines of a level, the last of which counts the others', () => {
    const variants = Array.from({ length: 14 }, (_, index) =>
      stressVariant(`v${index}`, { signatures: [stressSignature('x\u001B\ny', 1)] }),
    );
    const lines = stressAnnotations(stressResult(variants), null);
    expect(lines).toHaveLength(10);
    expect(lines[0]).toBe('::error title=numpy-pypy/v0::1 crash in 1 trial, x\uFFFD y');
    expect(lines[9]).toBe('::error title=numpy-pypy::5 more of this kind: see the summary');
  });
});
