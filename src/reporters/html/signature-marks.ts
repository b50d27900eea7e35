import type { StressSignature } from '../../records/stress-result.ts';
import { html, type Html } from './html.ts';

/** So many signatures have a colour of their own; the rarer ones share the last. */
export const OWN_COLORS = 7;

/** `A` for the most frequent signature, `B`, ... `Z`, `AA`. */
export function signatureLetter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : signatureLetter(Math.floor(index / 26) - 1) + last;
}

export function signatureColor(index: number): string {
  return `c${Math.min(index, OWN_COLORS)}`;
}

/** The letter in its box, as tables and legends have it. */
export function letterBox(index: number): Html {
  return html`<span class="letter ${signatureColor(index)}">${signatureLetter(index)}</span>`;
}

/** Signatures that are drawn in one colour. */
export interface SignatureGroup {
  readonly letter: string;
  readonly color: string;
  readonly words: string;
  readonly signatures: readonly StressSignature[];
}

/** Each signature for itself as long as the colours last, and the others together. */
export function signatureGroups(signatures: readonly StressSignature[]): readonly SignatureGroup[] {
  const own = signatures.length > OWN_COLORS + 1 ? OWN_COLORS : signatures.length;
  const others = signatures.slice(own);
  return [
    ...signatures.slice(0, own).map((one, index) => ({
      letter: signatureLetter(index),
      color: signatureColor(index),
      words: one.signature,
      signatures: [one],
    })),
    ...(others.length === 0
      ? []
      : [
          {
            letter: `${signatureLetter(own)}…`,
            color: signatureColor(own),
            words: `${others.length} rarer signatures`,
            signatures: others,
          },
        ]),
  ];
}
