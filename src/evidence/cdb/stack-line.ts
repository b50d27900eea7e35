import { ADDRESS, address } from './addresses.ts';

/** One line of `kn`, or the answer to `.frame`. */
export interface StackLine {
  /** The number of the frame, the innermost 0. */
  readonly number: number;
  /** Null for an inlined function, which has no frame of its own. */
  readonly returnAddress: string | null;
  /** What stands behind the addresses. */
  readonly site: string;
}

const inline = '\\(Inline(?: Function)?\\)\\s+-+`?-+';
const pattern = new RegExp(
  `^\\s*([0-9a-f]{2,3})\\s+(?:${inline}|${ADDRESS}\\s+(${ADDRESS}))\\s+(\\S.*)$`,
  'i',
);

/** Reads `01 00000000`006ff8e0 00007ffc`7fa38364 MyApp!main+0x8f`; null for any other line. */
export function readStackLine(line: string): StackLine | null {
  const [whole, number = '', returnAddress, site = ''] = pattern.exec(line) ?? [];
  if (whole === undefined) return null;
  return {
    number: Number.parseInt(number, 16),
    returnAddress: returnAddress === undefined ? null : address(returnAddress),
    site: site.trimEnd(),
  };
}
