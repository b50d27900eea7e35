/** What was seen of one program: an index in a layout, or all those that came out as one binary. */
export interface Sample {
  /** The lowest of the indexes that this program is. */
  readonly index: number;
  readonly crashes: number;
  readonly exposure: number;
}

export interface IndexEvidence {
  readonly index: number;
  readonly crashes: number;
  /** On the control's clock. */
  readonly exposure: number;
}

interface Program {
  index: number;
  crashes: number;
  exposure: number;
  /** A crash was seen, or it is the program of the positive control. */
  crashed: boolean;
}

/** An index in a layout that was built or tried. */
export interface Place {
  readonly layout: number;
  readonly sample: Sample;
}

/**
 * The observations of an ordered list in the form that hypotheses are judged by. Indexes with the
 * same binary are one program, so the crash cannot begin between them.
 */
export class OrderedEvidence {
  readonly #size: number;
  readonly #crashing: number | null;
  readonly #programs = new Set<Program>();
  readonly #places = new Map<number, Map<number, Program>>();
  readonly #binaries = new Map<string, Program>();
  readonly #tried = new Map<number, { crashes: number; exposure: number }>();
  readonly #impossible: Uint8Array;

  /** `crashing`: an index that is known to crash from the start. */
  constructor(size: number, crashing: number | null) {
    this.#size = size;
    this.#crashing = crashing;
    this.#impossible = new Uint8Array(size);
  }

  trial(
    at: { index: number; layout: number },
    trial: { exposure: number; crashed: boolean },
  ): void {
    const tried = this.#tried.get(at.index) ?? { crashes: 0, exposure: 0 };
    this.#tried.set(at.index, tried);
    for (const counts of [tried, this.#programAt(at)]) {
      counts.exposure += trial.exposure;
      if (trial.crashed) counts.crashes++;
    }
    if (trial.crashed) this.#programAt(at).crashed = true;
  }

  /** The first binary of an index and layout stands: later ones are its rebuilds. */
  built(at: { index: number; layout: number }, binary: string): void {
    const program = this.#programAt(at);
    const same = this.#binaries.get(binary);
    if (same === undefined) {
      this.#binaries.set(binary, program);
      return;
    }
    this.#excludeBetween(same.index, at.index);
    if (same === program) return;
    merge(same, program);
    this.#programs.delete(program);
    for (const layouts of this.#places.values()) {
      for (const [layout, other] of layouts) if (other === program) layouts.set(layout, same);
    }
    for (const [name, other] of this.#binaries) {
      if (other === program) this.#binaries.set(name, same);
    }
  }

  /** Each program once. */
  samples(): readonly Sample[] {
    return [...this.#programs];
  }

  /** The layouts of an index that were built or tried. */
  places(index: number): readonly Place[] {
    const layouts = this.#places.get(index) ?? [];
    return [...layouts].map(([layout, sample]) => ({ layout, sample }));
  }

  /** The lowest index known to crash; Infinity when none is. */
  firstCrash(): number {
    let first = this.#crashing ?? Infinity;
    for (const program of this.#programs) {
      if (program.crashed) first = Math.min(first, program.index);
    }
    return first;
  }

  /** Whether the same binary on both sides forbids that the crash begins at this index. */
  cannotBegin(index: number): boolean {
    return this.#impossible[index] === 1;
  }

  tried(): readonly IndexEvidence[] {
    return [...this.#tried]
      .map(([index, counts]) => ({ index, ...counts }))
      .sort((a, b) => a.index - b.index);
  }

  #programAt({ index, layout }: { index: number; layout: number }): Program {
    const layouts = this.#places.get(index) ?? new Map<number, Program>();
    this.#places.set(index, layouts);
    const known = layouts.get(layout);
    if (known !== undefined) return known;
    const crashed = index === this.#crashing && layout === 0;
    const program = { index, crashes: 0, exposure: 0, crashed };
    layouts.set(layout, program);
    this.#programs.add(program);
    return program;
  }

  #excludeBetween(one: number, other: number): void {
    const last = Math.min(this.#size - 1, Math.max(one, other));
    for (let index = Math.min(one, other) + 1; index <= last; index++) this.#impossible[index] = 1;
  }
}

function merge(into: Program, from: Program): void {
  into.index = Math.min(into.index, from.index);
  into.crashes += from.crashes;
  into.exposure += from.exposure;
  into.crashed ||= from.crashed;
}
