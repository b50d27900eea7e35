/** The parts of `result.json` that the tests look at. */
export interface ResultDocument {
  readonly state: string;
  readonly trials: readonly {
    readonly id: number;
    readonly seed: number | null;
    readonly iteration: number | null;
    readonly outcome: string;
    readonly status: string;
    readonly signature: string | null;
    readonly warnings: readonly string[];
    readonly trace: { readonly count: number; readonly nullCount: number } | null;
    readonly exposure: { readonly iterations: number };
  }[];
  readonly totals: { readonly trials: number; readonly iterations: number };
  readonly journal: {
    readonly corrupt: readonly unknown[];
    readonly duplicates: readonly unknown[];
  };
}

/** The one JSON document in a text; throws when there is more or less than one. */
export function resultIn(text: string): ResultDocument {
  return JSON.parse(text) as ResultDocument;
}
