/** `10,436`: groups of three, whatever the machine's language. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

/** Seconds in the unit that reads best: `0.12 s`, `2 min 05 s`, `3 h 10 min`. */
export function duration(seconds: number): string {
  if (seconds < 100) return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 100) return `${minutes} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** A probability or rate with two significant digits: `3.0e-5`, `0.14`. */
export function rate(value: number): string {
  return value >= 0.01 ? value.toPrecision(2) : value.toExponential(1);
}

/** `1 trial`, `2 trials`. */
export function count(value: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(value)} ${value === 1 ? noun : plural}`;
}
