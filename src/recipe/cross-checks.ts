import { axisFindings } from './axis-checks.ts';
import { buildFindings } from './build-checks.ts';
import { commandFindings } from './command-checks.ts';
import { nearest } from './did-you-mean.ts';
import { flagFindings } from './flag-checks.ts';
import type { Finding, Path } from './problem.ts';
import type { Recipe } from './schema.ts';

/** What is wrong with a recipe although its shape is right: parts that do not fit together. */
export function crossFindings(recipe: Recipe): readonly Finding[] {
  return [
    ...patchFindings(recipe),
    ...moveFindings(recipe),
    ...buildFindings(recipe),
    ...protocolFindings(recipe),
    ...flagFindings(recipe),
    ...commandFindings(recipe),
    ...axisFindings(recipe),
  ];
}

function patchFindings({ patches, variants, axes }: Recipe): readonly Finding[] {
  const known = Object.keys(patches);
  const unknown = (names: readonly string[], path: Path): readonly Finding[] =>
    names.flatMap((name, index) =>
      known.includes(name)
        ? []
        : [{ path: [...path, index], at: 'key', sentence: unknownPatch(name, known) }],
    );
  return [
    ...Object.entries(variants).flatMap(([name, variant]) =>
      unknown(variant.patches ?? [], ['variants', name, 'patches']),
    ),
    ...Object.entries(axes).flatMap(([name, axis]) =>
      axis.kind === 'patches' ? unknown(axis.candidates, ['axes', name, 'candidates']) : [],
    ),
  ];
}

function moveFindings({ patches }: Recipe): readonly Finding[] {
  return Object.entries(patches).flatMap(([name, patch]): readonly Finding[] => {
    if ('file' in patch || patch.to !== patch.from) return [];
    const sentence = 'is the file that the function is moved from; name another';
    return [{ path: ['patches', name, 'to'], at: 'value', sentence }];
  });
}

function unknownPatch(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined
    ? `there is no patch "${name}"; describe it in the patches section`
    : `there is no patch "${name}"; did you mean "${near}"?`;
}

function protocolFindings({ protocol }: Recipe): readonly Finding[] {
  // With an empty alternative the expression matches anything, and its groups can be counted.
  const groups = (new RegExp(`${protocol.iteration}|`, 'u').exec('')?.length ?? 1) - 1;
  if (groups > 0) return [];
  const sentence = String.raw`has no group for the number of the turn; put parentheses around it, as in ^turn (\d+)$`;
  return [{ path: ['protocol', 'iteration'], at: 'value', sentence }];
}
