import { grouped } from '../number-text.ts';

const UNITS = [
  { from: 1e9, size: 1e9, word: ' G' },
  { from: 1e6, size: 1e6, word: ' M' },
  { from: 1e4, size: 1e3, word: ' k' },
] as const;

/** How the ticks up to `most` are written, all in one unit: `0`, `0.5 M`, `1 M`. */
export function tickWords(most: number): (value: number) => string {
  const unit = UNITS.find(({ from }) => most >= from);
  return (value) => {
    if (value === 0) return '0';
    const size = unit?.size ?? 1;
    const short = value / size;
    return `${short >= 1000 ? grouped(short) : Number(short.toPrecision(6))}${unit?.word ?? ''}`;
  };
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `10⁻⁶`, and `2·10⁻⁶` for what is no power of ten. */
export function powerOfTen(value: number): string {
  const [mantissa = '1', exponent = '0'] = value.toExponential().split('e');
  const digits = String(Math.abs(Number(exponent)));
  const raised = digits.replaceAll(/\d/g, (digit) => RAISED[Number(digit)] ?? '');
  const power = `10${Number(exponent) < 0 ? '⁻' : ''}${raised}`;
  return mantissa === '1' ? power : `${mantissa}·${power}`;
}

/** Cut to a number of letters, with an ellipsis; the whole stands in a tooltip or a table. */
export function shortened(text: string, most: number): string {
  const letters = Array.from(text);
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}

/** A coordinate with a tenth of a unit: more digits only make the page bigger. */
export function px(value: number): number {
  return Math.round(value * 10) / 10;
}
