/** A candidate of a search in one of its layouts: what is built, and what trials are counted by. */
export interface Row {
  /** As the search names it. */
  readonly candidate: string;
  /** 0 is its own layout. */
  readonly layout: number;
}

/** As trials and journals name it: `0-4,7`, or `0-4,7~2` in the second other layout. */
export function rowName({ candidate, layout }: Row): string {
  return layout === 0 ? candidate : `${candidate}~${layout}`;
}

export function rowOf(name: string): Row {
  const [candidate = '', layout = '0'] = name.split('~');
  return { candidate, layout: Number(layout) };
}
