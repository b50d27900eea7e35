import { withSlash, type OptionRules } from './option-rules.ts';

/** Options that `:NO` behind them turns off. */
const SWITCHES: ReadonlySet<string> = new Set([
  '/ALLOWISOLATION',
  '/DYNAMICBASE',
  '/FIXED',
  '/GUARD',
  '/HIGHENTROPYVA',
  '/INCREMENTAL',
  '/LARGEADDRESSAWARE',
  '/MANIFEST',
  '/NXCOMPAT',
]);

const SINGLE: ReadonlySet<string> = new Set([...SWITCHES, '/DEBUG', '/LTCG', '/OPT']);

/** link: of a repeated option the last counts, and case does not matter (facts §3.3). */
export const linkRules: OptionRules = {
  keyOf(option) {
    const { name } = parts(option);
    return SINGLE.has(name) ? name : withSlash(option);
  },
  undo(key, found, wanted) {
    if (key === '/OPT') return found.map(oppositeOpt);
    if (wanted.length > 0) return [];
    const { value } = parts(found.at(-1) ?? '');
    if (SWITCHES.has(key)) return [value === 'NO' ? key : `${key}:NO`];
    // Without /LTCG link finds the /GL objects and starts over with it.
    if (key === '/LTCG') return value === 'OFF' ? null : ['/LTCG:OFF'];
    if (key === '/DEBUG') return value === 'NONE' ? [] : ['/DEBUG:NONE'];
    return null;
  },
};

function parts(option: string): { readonly name: string; readonly value: string } {
  const [name = '', ...value] = withSlash(option).toUpperCase().split(':');
  return { name, value: value.join(':') };
}

/** `/OPT:REF,NOICF` to `/OPT:NOREF,ICF`; `ICF=3` is a number of turns of ICF. */
function oppositeOpt(option: string): string {
  const opposites = parts(option)
    .value.split(',')
    .map((one) => one.replace(/=.*$/, ''))
    .map((one) => (one.startsWith('NO') ? one.slice(2) : `NO${one}`));
  return `/OPT:${opposites.join(',')}`;
}
