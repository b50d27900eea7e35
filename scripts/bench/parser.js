// `npm run bench:parser [-- --seconds 2]`: how fast the output of a trial is read, megabytes and
// nanoseconds a line, for the control recipe's protocol. Each case is read by a new parser again and
// again, as a stress run does.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '2' } } });
const root = path.resolve(import.meta.dirname, '..', '..');
const built = pathToFileURL(path.join(root, 'dist', 'trial', 'protocol-parser.js')).href;
/** @type {unknown} */
const module = await import(built);
const { createProtocolParser } =
  /** @type {typeof import('../../src/trial/protocol-parser.ts')} */ (module);
/** @type {unknown} */
const recipe = parse(fs.readFileSync(path.join(root, 'recipes', 'control.yaml'), 'utf8'));
const { protocol } = /** @type {{protocol: import('../../src/recipe/protocol.ts').Protocol}} */ (
  recipe
);

const milliseconds = () => Number(process.hrtime.bigint()) / 1e6;
/** @param {(turn: number) => string} lines */
const turns = (lines) =>
  Buffer.from(Array.from({ length: 13_000 }, (_, turn) => lines(turn)).join(''));
const cases = {
  turns: turns((turn) => `11\n14 ${turn}\n16\n`),
  'turns, CRLF': turns((turn) => `11\r\n14 ${turn}\r\n16\r\n`),
  'turns with event marks': turns((turn) => `11\n14 ${turn}\n${turn % 50 === 0 ? '.M\n' : ''}16\n`),
  'turns with a trace line': turns(
    (turn) => `11\n14 ${turn}\n4884 0x55e0c0de 2631 0x55e0c0df 4898\n16\n`,
  ),
  'text of other programs': turns((turn) => `epoch ${turn}: loss 0.${turn}, größer\n`),
};

for (const [name, output] of Object.entries(cases)) {
  const lines = output.reduce((count, byte) => count + (byte === 10 ? 1 : 0), 0);
  const end = milliseconds() + Number(values.seconds) * 1000;
  /** @type {number[]} */
  const times = [];
  while (milliseconds() < end) {
    const begun = milliseconds();
    const parser = createProtocolParser(protocol);
    for (let at = 0; at < output.length; at += 262_144) {
      parser.push(output.subarray(at, at + 262_144));
    }
    parser.end();
    parser.snapshot();
    times.push(milliseconds() - begun);
  }
  // The machine may be busy with other things, which only ever makes it slower.
  const best = Math.min(...times);
  console.log(
    `${name}: ${best.toFixed(2)} ms for ${lines} lines, ${(output.length / best / 1000).toFixed(0)} MB/s, ${((best / lines) * 1e6).toFixed(0)} ns a line`,
  );
}
