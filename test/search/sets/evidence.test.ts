import { describe, expect, it } from 'vitest';
import { createCleanModel } from '../../../src/search/sets/clean-model.ts';
import { createEvidence, type Evidence } from '../../../src/search/sets/evidence.ts';
import { setSettings } from './settings.ts';

function evidenceOf(): Evidence {
  return createEvidence(createCleanModel(setSettings({ size: 4, masked: 0.2, layouts: 4 })));
}

describe('candidates that turn out to be one binary', () => {
  const build = (evidence: Evidence, candidate: string, layout = 0): void =>
    evidence.observe({ type: 'built', candidate, layout, binary: 'one' });
  const run = (evidence: Evidence, candidate: string, crashed: boolean): void =>
    evidence.observe({ type: 'trial', candidate, layout: 0, exposure: 500, crashed });

  it('have the exposure and the crashes of both, from before they were known to be one', () => {
    const evidence = evidenceOf();
    run(evidence, '0', false);
    run(evidence, '1', true);
    build(evidence, '0');
    build(evidence, '1');
    for (const name of ['0', '1']) {
      expect([evidence.exposure(name), evidence.crashes(name)]).toEqual([1000, 1]);
    }
  });

  it('are clean by premise when one of them is', () => {
    const evidence = evidenceOf();
    build(evidence, '0');
    evidence.assumeClean('none');
    build(evidence, 'none');
    expect([evidence.isCleanByPremise('0'), evidence.miss('0')]).toEqual([true, 0]);
  });

  it('count as one layout when a layout changes nothing', () => {
    const evidence = evidenceOf();
    build(evidence, '0', 0);
    build(evidence, '0', 2);
    run(evidence, '0', false);
    expect(evidence.layouts('0')).toEqual([{ layout: 0, exposure: 500 }]);
    expect([evidence.isBuilt('0', 2), evidence.isBuilt('0', 1)]).toEqual([true, false]);
  });
});
