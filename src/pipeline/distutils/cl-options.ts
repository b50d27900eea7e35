import { withSlash, type OptionRules } from './option-rules.ts';

/** Options of which a later one replaces an earlier one, and the one that means none of them. */
const CHOICES: readonly {
  readonly key: string;
  readonly options: RegExp;
  readonly none: string | null;
}[] = [
  // cl's default of the command line, as Microsoft documents /W.
  { key: 'warning level', options: /^\/(?:W[0-4]|Wall|w)$/, none: '/W1' },
  { key: 'floating point', options: /^\/fp:(?:precise|strict|fast)$/, none: '/fp:precise' },
  { key: 'runtime library', options: /^\/M[DT]d?$/, none: null },
  { key: 'debug information', options: /^\/Z[7iI]$/, none: null },
  { key: 'exceptions', options: /^\/EH/, none: null },
  { key: 'language', options: /^\/std:/, none: null },
  { key: 'instructions', options: /^\/arch:/, none: null },
];

/** Options that a dash behind them turns off. */
const SWITCH = /^(\/(?:GL|GR|GS|Gw|Gy|WX|openmp|permissive|guard:cf|Qspectre|sdl|Zc:\w+))(-?)$/;

const OPTIMISATION = 'optimisation';
const LEVEL = /^\/O[12dx]/;
const MACRO = /^\/[DU](\w+)/;

/** cl: the rightmost of conflicting options wins, with warning D9025 (facts §3.3). */
export const clRules: OptionRules = {
  keyOf(option) {
    const plain = withSlash(option);
    if (plain.startsWith('/O')) return OPTIMISATION;
    const macro = MACRO.exec(plain)?.[1];
    if (macro !== undefined) return `macro ${macro}`;
    return (
      SWITCH.exec(plain)?.[1] ?? CHOICES.find(({ options }) => options.test(plain))?.key ?? plain
    );
  },
  undo(key, found, wanted) {
    if (key === OPTIMISATION) {
      const levelled = wanted.some((option) => LEVEL.test(withSlash(option)));
      return levelled ? [] : ['/Od'];
    }
    if (wanted.length > 0) return [];
    const last = withSlash(found.at(-1) ?? '');
    const macro = MACRO.exec(last)?.[1];
    // What was undefined is no macro anyway, unless some source defines it, and then /U is no hindrance.
    if (macro !== undefined) return last.startsWith('/D') ? [`/U${macro}`] : [];
    const [, base, dash] = SWITCH.exec(last) ?? [];
    if (base !== undefined) return [dash === '-' ? base : `${base}-`];
    const none = CHOICES.find((choice) => choice.key === key)?.none ?? null;
    return none === null ? null : [none];
  },
};
