import type { Observation } from '../search.ts';
import type { CleanModel } from './clean-model.ts';

/** What is known of one binary, by whatever names it was built. */
interface Binary {
  exposure: number;
  crashes: number;
  /** It is the negative control's. */
  cleanByPremise: boolean;
}

interface Candidate {
  readonly binaries: Map<number, Binary>;
  blocked: 'unbuildable' | 'skipped' | null;
}

/** A layout of a candidate that was built, and its clean exposure. */
export interface LayoutExposure {
  readonly layout: number;
  readonly exposure: number;
}

/**
 * What was observed, by candidate. Equal binaries share their evidence; nothing else is ever
 * inferred from one candidate for another.
 */
export interface Evidence {
  observe(observation: Observation): void;
  /** The positive control's own crashes, on its own layout. */
  assumeCrashed(candidate: string, rate: { crashes: number; exposure: number }): void;
  /** The negative control, which the campaign has found clean. */
  assumeClean(candidate: string): void;
  crashes(candidate: string): number;
  /** Of all its binaries; clean exposure while there is no crash. */
  exposure(candidate: string): number;
  /** Its layouts that differ in their binaries. */
  layouts(candidate: string): readonly LayoutExposure[];
  isBuilt(candidate: string, layout: number): boolean;
  /** The chance of so much clean exposure if it crashed like rho times the control. */
  miss(candidate: string): number;
  /** Whether it is the negative control by name or by binary. */
  isCleanByPremise(candidate: string): boolean;
  isBlocked(candidate: string): boolean;
  blocked(kind: 'unbuildable' | 'skipped'): string[];
  /** Candidates with a crash. */
  crashed(): string[];
  /** Candidates that ran, or are the negative control by their binary, and have no crash, in the order in which they came up. */
  clean(): string[];
}

export function createEvidence(model: CleanModel): Evidence {
  const candidates = new Map<string, Candidate>();
  const binariesByHash = new Map<string, Binary>();

  function candidateOf(name: string): Candidate {
    const known = candidates.get(name) ?? { binaries: new Map<number, Binary>(), blocked: null };
    candidates.set(name, known);
    return known;
  }
  function binaryOf(name: string, layout: number): Binary {
    const { binaries } = candidateOf(name);
    const known = binaries.get(layout) ?? { exposure: 0, crashes: 0, cleanByPremise: false };
    binaries.set(layout, known);
    return known;
  }
  function unite(from: Binary, into: Binary): void {
    if (from === into) return;
    into.exposure += from.exposure;
    into.crashes += from.crashes;
    into.cleanByPremise ||= from.cleanByPremise;
    for (const [hash, binary] of binariesByHash) {
      if (binary === from) binariesByHash.set(hash, into);
    }
    for (const { binaries } of candidates.values()) {
      for (const [layout, binary] of binaries) if (binary === from) binaries.set(layout, into);
    }
  }
  function distinct(name: string): Map<Binary, number> {
    const found = new Map<Binary, number>();
    for (const [layout, binary] of candidates.get(name)?.binaries ?? []) {
      if (!found.has(binary)) found.set(binary, layout);
    }
    return found;
  }
  const total = (name: string, of: 'crashes' | 'exposure'): number => {
    let sum = 0;
    for (const binary of distinct(name).keys()) sum += binary[of];
    return sum;
  };
  const isCleanByPremise = (name: string): boolean =>
    [...distinct(name).keys()].some((binary) => binary.cleanByPremise);

  return {
    observe: (observation) => {
      const { type, candidate: name } = observation;
      if (type === 'unbuildable' || type === 'skipped') candidateOf(name).blocked = type;
      else if (type === 'trial') {
        checkExposure(observation.exposure);
        const binary = binaryOf(name, observation.layout);
        binary.exposure += observation.exposure;
        if (observation.crashed) binary.crashes++;
      } else {
        const binary = binaryOf(name, observation.layout);
        const known = binariesByHash.get(observation.binary);
        if (known) unite(binary, known);
        else binariesByHash.set(observation.binary, binary);
      }
    },
    assumeCrashed: (name, { crashes, exposure }) => {
      const binary = binaryOf(name, 0);
      binary.crashes += crashes;
      binary.exposure += exposure;
    },
    assumeClean: (name) => {
      binaryOf(name, 0).cleanByPremise = true;
    },
    crashes: (name) => total(name, 'crashes'),
    exposure: (name) => total(name, 'exposure'),
    layouts: (name) => [...distinct(name)].map(([{ exposure }, layout]) => ({ layout, exposure })),
    isBuilt: (name, layout) => candidates.get(name)?.binaries.has(layout) ?? false,
    miss: (name) => {
      if (!candidates.has(name)) return 1;
      if (isCleanByPremise(name)) return 0;
      return model.miss([...distinct(name).keys()].map(({ exposure }) => exposure));
    },
    isCleanByPremise,
    isBlocked: (name) => (candidates.get(name)?.blocked ?? null) !== null,
    blocked: (kind) =>
      [...candidates].flatMap(([name, { blocked }]) => (blocked === kind ? name : [])),
    crashed: () => [...candidates.keys()].filter((name) => total(name, 'crashes') > 0),
    clean: () =>
      [...candidates.keys()].filter(
        (name) =>
          total(name, 'crashes') === 0 && (total(name, 'exposure') > 0 || isCleanByPremise(name)),
      ),
  };
}

function checkExposure(exposure: number): void {
  if (!(exposure >= 0) || exposure === Infinity) {
    throw new RangeError(`a trial's exposure is a finite number of at least 0, not ${exposure}`);
  }
}

/** Throws RangeError for a layout that there is not. */
export function checkLayout(observation: Observation, layouts: number): void {
  if (!('layout' in observation)) return;
  const { layout } = observation;
  if (!Number.isSafeInteger(layout) || layout < 0 || layout >= layouts) {
    throw new RangeError(`a layout is 0 to ${layouts - 1}, not ${layout}`);
  }
}
