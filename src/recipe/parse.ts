import { crossFindings } from './cross-checks.ts';
import { recipeError, type Finding, type Path } from './problem.ts';
import { pathBefore, repairKeys, type KeyRepair } from './repair-keys.ts';
import { schemaFindings } from './schema-findings.ts';
import { recipeSchema, type Recipe } from './schema.ts';
import { readYaml } from './yaml-document.ts';

/**
 * Reads a recipe. Problems are listed all at once, each as `file:line:col: key.path: sentence`;
 * whether its parts fit together is judged when each of them is right.
 *
 * @param fileName as it should stand in messages.
 * @throws UserError with a line for each problem; nothing else, whatever the text is.
 */
export function parseRecipe(text: string, fileName: string): Recipe {
  const { value, broken, findings, locate } = readYaml(text);
  if (broken.length > 0) throw recipeError(fileName, broken);
  const { recipe, judged } = judge(value);
  if (recipe !== undefined && findings.length + judged.length === 0) return recipe;
  throw recipeError(fileName, [
    ...findings.map(({ path, at, sentence }) => ({ ...locate(path, at), path, sentence })),
    ...judged.map(({ path, at, sentence, place }) => ({ ...locate(place, at), path, sentence })),
  ]);
}

interface Judged extends Finding {
  /** The path as the file has it, where `path` has a misspelt key put right. */
  readonly place: Path;
}

function judge(value: unknown): {
  readonly recipe?: Recipe;
  readonly judged: readonly Judged[];
} {
  const inPlace = (finding: Finding): Judged => ({ ...finding, place: finding.path });
  const parsed = recipeSchema.safeParse(value);
  if (parsed.success) {
    return { recipe: parsed.data, judged: crossFindings(parsed.data).map(inPlace) };
  }
  const findings = schemaFindings(recipeSchema, value, parsed.error.issues);
  const repairs = findings.flatMap(({ path, meant }): readonly KeyRepair[] =>
    meant === undefined ? [] : [{ path, meant }],
  );
  if (repairs.length === 0) return { judged: findings.map(inPlace) };
  const { judged } = judge(repairKeys(value, repairs));
  return {
    judged: [
      ...findings.filter(({ meant }) => meant !== undefined).map(inPlace),
      ...judged.map((one) => ({ ...one, place: pathBefore(one.place, repairs) })),
    ],
  };
}
