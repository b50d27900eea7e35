import { describe, expect, it } from 'vitest';
import { chooseWatch, type AskedWatch } from '../../../src/campaigns/watch/choose-watch.ts';
import type { Evidence } from '../../../src/recipe/evidence-schema.ts';

const watches: Evidence['watches'] = {
  'full-args': {
    why: 'w',
    function: 'callee',
    across: 'm!call',
    show: ['r8', 'poi(r8)'],
    platforms: ['win32'],
  },
  sysv: { why: 'w', function: 'callee', show: ['rdx'], convention: 'windows' },
};
const plain: AskedWatch = {
  name: undefined,
  function: undefined,
  across: undefined,
  show: undefined,
  convention: undefined,
  from: null,
  untilChange: false,
};

function choose(platform: 'linux' | 'win32', asked: Partial<AskedWatch> = {}, of = watches) {
  const evidence = { expressions: [], watches: of };
  return chooseWatch({ recipe: 'r', platform, evidence }, { ...plain, ...asked }).watch;
}

describe('which watch is meant', () => {
  it("is the recipe's first that fits the platform, compared by its convention", () => {
    expect(choose('win32')).toMatchObject({
      name: 'full-args',
      across: 'm!call',
      convention: 'windows',
      compared: expect.arrayContaining(['rdi', 'xmm6', 'xmm15']) as string[],
    });
    expect(choose('linux')).toMatchObject({ name: 'sysv', convention: 'windows', compared: [] });
    expect(choose('linux', { across: 'g', convention: 'sysv' }).compared).toEqual([
      ...['rbx', 'rbp', 'r12', 'r13', 'r14', 'r15'],
    ]);
  });

  it("may be named, and may be one of one's own", () => {
    expect(choose('linux', { name: 'full-args' }).show).toEqual(['r8', 'poi(r8)']);
    expect(choose('linux', { function: 'f' })).toMatchObject({
      name: null,
      function: 'f',
      across: null,
      show: ['rdi', 'rsi', 'rdx', 'rcx', 'r8', 'r9'],
    });
  });

  it('tells in one sentence what is wrong', () => {
    expect(() => choose('linux', { name: 'full-arg' })).toThrow(
      'the recipe r has no watch "full-arg"; did you mean full-args?',
    );
    expect(() => choose('linux', {}, {})).toThrow(
      'the recipe r has no watch for linux: give --function FUNCTION, or put one under evidence.watches',
    );
    expect(() => choose('linux', { function: 'f', show: ['xmm16'] })).toThrow(
      '--show has "xmm16", which is no register of x86-64 and no word that one points at, such as poi(r8+8); did you mean xmm1?',
    );
    expect(() => choose('linux', { function: 'f', untilChange: true })).toThrow(
      '--until-change needs a call to compare: give --across FUNCTION',
    );
  });
});
