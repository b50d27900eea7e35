import type { NightReport } from '../records/night.ts';
import type { StressResult } from '../records/stress-result.ts';
import { count } from './number-text.ts';
import { nightWord } from './night-text.ts';
import { oneLine } from './printable.ts';

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
}

/** GitHub shows ten of each level for a step; the rest would be lost without a word. */
const MOST_OF_A_LEVEL = 10;

/** One line that a runner of GitHub takes for an annotation: `::error title=..::..`. */
export function annotationLine({ level, title, message }: Annotation): string {
  return `::${level} title=${escapeProperty(title)}::${escapeData(message)}`;
}

/**
 * What a person should hear of a stress run on GitHub: an error for a crash that the recipe does
 * not expect and for a worse night, a warning for what could not be tried or told.
 */
export function stressAnnotations(
  result: StressResult,
  verdict: NightReport | null,
): readonly string[] {
  const all = [...variantAnnotations(result), ...nightAnnotations(result, verdict)];
  return (['error', 'warning', 'notice'] as const).flatMap((level) => {
    const own = all.filter((one) => one.level === level);
    if (own.length <= MOST_OF_A_LEVEL) return own.map(annotationLine);
    const shown = own.slice(0, MOST_OF_A_LEVEL - 1);
    const title = oneLine(result.recipe);
    const message = `${own.length - shown.length} more of this kind: see the summary`;
    return [...shown, { level, title, message }].map(annotationLine);
  });
}

function variantAnnotations({ recipe, variants }: StressResult): readonly Annotation[] {
  return variants.flatMap(
    ({ name, failed, verdict, expected, totals, signatures }): Annotation[] => {
      const title = oneLine(`${recipe}/${name}`);
      if (failed !== null) {
        return [{ level: 'warning', title, message: oneLine(`not tried: ${failed}`) }];
      }
      if (verdict !== 'crashes' || expected === 'crashes') return [];
      const signature = signatures[0]?.signature ?? 'unknown signature';
      const message = `${count(totals.crashed, 'crash', 'crashes')} in ${count(totals.trials, 'trial')}, ${signature}`;
      return [{ level: 'error', title, message: oneLine(message) }];
    },
  );
}

function nightAnnotations(
  { recipe }: StressResult,
  verdict: NightReport | null,
): readonly Annotation[] {
  return (verdict?.variants ?? []).flatMap(({ variant, kind, reason }): Annotation[] => {
    if (kind === 'same' || kind === 'cannot-tell') return [];
    const title = oneLine(`${recipe}/${variant} ${nightWord(kind)}`);
    return [{ level: kind === 'worse' ? 'error' : 'notice', title, message: oneLine(reason) }];
  });
}

/** As the runner undoes it (actions/runner, ActionCommand.cs). */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
