import type { Protocol } from '../../src/recipe/protocol.ts';
import { createProtocolParser } from '../../src/trial/protocol-parser.ts';
import type { ProtocolState } from '../../src/trial/protocol-state.ts';
import { controlProtocol } from './control-protocol.ts';

/** What the parser makes of a whole output, handed over in the given pieces. */
export function readOutput(
  output: string | Uint8Array,
  options: { readonly protocol?: Protocol; readonly cuts?: readonly number[] } = {},
): { readonly state: ProtocolState; readonly tail: string } {
  const bytes = typeof output === 'string' ? Buffer.from(output) : output;
  const parser = createProtocolParser(options.protocol ?? controlProtocol);
  let start = 0;
  for (const cut of [...(options.cuts ?? []), bytes.length]) {
    parser.push(bytes.subarray(start, cut));
    start = cut;
  }
  parser.end();
  return { state: parser.snapshot(), tail: parser.tail() };
}
