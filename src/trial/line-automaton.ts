import { parseLineExpression, type LineExpression } from './line-expression.ts';

/**
 * Says which of several expressions match a line of ASCII, byte by byte: one look into a table for
 * each byte in place of an attempt of each expression.
 */
export interface LineAutomaton {
  /** By state and byte (`state << 8 | byte`): the next state; `UNKNOWN` or `STUCK`. */
  readonly table: Int16Array;
  /** Finds the state that was unknown, and notes it in the table; `STUCK` when there is none. */
  step(state: number, byte: number): number;
  /** What matches a line that ends in this state and is not empty: bit k for expression k. */
  matches(state: number): number;
}

/** The state at the head of a line. */
export const LINE_START = 1;
export const UNKNOWN = 0;
/** No state: a byte that no line of ASCII holds, or an automaton that has grown too large. */
export const STUCK = -1;

/** Expressions of a protocol have some tens; one that counts to thousands is not worth it. */
const MOST_NODES = 1000;
/** Of some ten that are met. 256 KiB of table. */
const MOST_STATES = 512;

/** A place in the expressions: what may come there. */
type Node =
  | { readonly kind: 'one'; readonly of: Uint8Array; readonly next: number }
  | { readonly kind: 'start' | 'end'; readonly next: number }
  | { readonly kind: 'fork'; readonly ways: readonly number[] }
  | { readonly kind: 'match'; readonly bit: number };

/**
 * Of the expressions that are there; a search anywhere in the line, as `exec` does. Null when one of
 * them holds what `parseLineExpression` does not know, or they are too large.
 *
 * States are made as lines ask for them, after Thompson, Regular expression search algorithm
 * (Communications of the ACM 11, 1968).
 *
 * @param isHead whether a line that begins with this byte is for the automaton; others are stuck.
 */
export function createLineAutomaton(
  sources: readonly (string | undefined)[],
  isHead: (byte: number) => boolean,
): LineAutomaton | null {
  const nodes = nodesOf(sources);
  if (nodes === null) return null;
  const table = new Int16Array(MOST_STATES << 8);
  const places: (readonly number[])[] = [[], reach(nodes, nodes.heads, 'start')];
  const states = new Map<string, number>();
  const matching: number[] = [];

  const find = (after: readonly number[]): number => {
    const key = after.join();
    const known = states.get(key);
    if (known !== undefined) return known;
    if (places.length === MOST_STATES) return STUCK;
    states.set(key, places.length);
    return places.push(after) - 1;
  };
  return {
    table,
    step(state, byte) {
      let next = STUCK;
      const fits = byte < 128 && byte !== LINE_FEED && byte !== CARRIAGE_RETURN;
      if (fits && (state !== LINE_START || isHead(byte))) {
        const taken = (places[state] ?? []).flatMap((place) =>
          after(nodes.all[place], place, byte),
        );
        next = find(reach(nodes, [...taken, ...nodes.heads], 'middle'));
      }
      table[(state << 8) | byte] = next;
      return next;
    },
    matches: (state) => (matching[state] ??= bitsOf(nodes, places[state] ?? [])),
  };
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

interface Nodes {
  readonly all: readonly Node[];
  /** Where each expression begins. */
  readonly heads: readonly number[];
}

function nodesOf(sources: readonly (string | undefined)[]): Nodes | null {
  const all: Node[] = [];
  const heads: number[] = [];
  for (const [index, source] of sources.entries()) {
    if (source === undefined) continue;
    const expression = parseLineExpression(source);
    if (expression === null) return null;
    const match = all.push({ kind: 'match', bit: 1 << index }) - 1;
    const head = build(all, expression, match);
    if (head === null) return null;
    heads.push(head);
  }
  return { all, heads };
}

/** Adds the nodes of an expression in front of `next`; its first one, or null beyond the limit. */
function build(all: Node[], expression: LineExpression, next: number): number | null {
  if (all.length > MOST_NODES) return null;
  switch (expression.kind) {
    case 'one':
      return all.push({ kind: 'one', of: expression.of, next }) - 1;
    case 'start':
    case 'end':
      return all.push({ kind: expression.kind, next }) - 1;
    case 'sequence': {
      // A node of its own, so that nothing repeated a million times meets the limit too.
      let head: number | null = fork(all, [next]);
      for (const part of expression.parts.toReversed()) {
        if (head !== null) head = build(all, part, head);
      }
      return head;
    }
    case 'either': {
      const ways = expression.ways.map((way) => build(all, way, next));
      return fork(all, ways);
    }
    case 'repeated':
      return repeat(all, expression, next);
  }
}

function repeat(
  all: Node[],
  { part, least, most }: Extract<LineExpression, { kind: 'repeated' }>,
  next: number,
): number | null {
  let head: number | null = next;
  if (most === Infinity) {
    const ways = [next];
    const loop = all.push({ kind: 'fork', ways }) - 1;
    const body = build(all, part, loop);
    if (body === null) return null;
    ways.push(body);
    head = loop;
  }
  for (let left = most === Infinity ? 0 : most - least; left > 0 && head !== null; left -= 1) {
    head = fork(all, [next, build(all, part, head)]);
  }
  for (let left = least; left > 0 && head !== null; left -= 1) head = build(all, part, head);
  return head;
}

function fork(all: Node[], ways: readonly (number | null)[]): number | null {
  const known = ways.filter((way) => way !== null);
  return known.length < ways.length ? null : all.push({ kind: 'fork', ways: known }) - 1;
}

/** Where a place leads with a byte; a match stays one whatever follows. */
function after(node: Node | undefined, place: number, byte: number): readonly number[] {
  if (node?.kind === 'match') return [place];
  return node?.kind === 'one' && node.of[byte] === 1 ? [node.next] : [];
}

/** The places that are reached without a byte, sorted: those that wait for one, for the end, matches. */
function reach(
  { all }: Nodes,
  from: readonly number[],
  where: 'start' | 'middle' | 'end',
): readonly number[] {
  const seen = new Set<number>();
  const queue = [...from];
  for (let place = queue.pop(); place !== undefined; place = queue.pop()) {
    if (seen.has(place)) continue;
    seen.add(place);
    const node = all[place];
    if (node?.kind === 'fork') queue.push(...node.ways);
    else if (node?.kind === where) queue.push(node.next);
  }
  return [...seen]
    .filter((place) => {
      const kind = all[place]?.kind;
      return kind === 'one' || kind === 'end' || kind === 'match';
    })
    .sort((a, b) => a - b);
}

function bitsOf(nodes: Nodes, places: readonly number[]): number {
  let bits = 0;
  for (const place of reach(nodes, places, 'end')) {
    const node = nodes.all[place];
    if (node?.kind === 'match') bits |= node.bit;
  }
  return bits;
}
