import { ADDRESS, address } from './addresses.ts';

type Xmm = Readonly<Record<string, { readonly low: string; readonly high: string }>>;

const general = new RegExp(
  `(?:^|\\s)(r[a-z0-9]{1,2}|efl|[cdefgs]s)=(${ADDRESS}|[0-9a-f]{4})\\b`,
  'gi',
);

/** Reads the answer to `r`; `efl` is the flags. */
export function readRegisters(lines: readonly string[]): Readonly<Record<string, string>> {
  const found = lines.flatMap((line) => [...line.matchAll(general)]);
  return Object.fromEntries(
    found.map(([, name = '', value = '']) => [name.toLowerCase(), address(value)]),
  );
}

/**
 * Reads the answers to `r xmm6:uq`, the upper half first: `xmm6=0000000000000000 deadbeefdeadbeef`. (The
 * page of `r` does not show an answer; two public programs that drive cdb read and write it so.)
 */
export function readXmm(lines: readonly string[]): Xmm {
  const pattern = new RegExp(`\\b(xmm\\d{1,2})=\\s*(${ADDRESS})\\s+(${ADDRESS})(?=\\s|$)`, 'gi');
  const found = lines.flatMap((line) => [...line.matchAll(pattern)]);
  return Object.fromEntries(
    found.map(([, name = '', high = '', low = '']) => [
      name.toLowerCase(),
      { low: address(low), high: address(high) },
    ]),
  );
}
