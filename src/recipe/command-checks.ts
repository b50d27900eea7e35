import { nearest } from './did-you-mean.ts';
import { placeholders, placeholdersIn } from './placeholders.ts';
import type { Finding, Path } from './problem.ts';
import type { Recipe, Variant } from './schema.ts';

/** Commands that could not be filled, and settings that no command would ever pass on. */
export function commandFindings(recipe: Recipe): readonly Finding[] {
  const { reproducer } = recipe;
  const variants = Object.entries(recipe.variants);
  return [
    ...wordFindings(recipe, reproducer.command, ['reproducer', 'command']),
    ...wordFindings(recipe, reproducer.arguments, ['reproducer', 'arguments']),
    ...variableFindings(recipe, reproducer.variables, ['reproducer', 'variables']),
    ...variants.flatMap(([name, variant]) =>
      wordFindings(recipe, variant.reproducer?.arguments ?? [], [...pathOf(name), 'arguments']),
    ),
    ...variants.flatMap(([name, variant]) =>
      variableFindings(recipe, variant.reproducer?.variables ?? {}, [...pathOf(name), 'variables']),
    ),
    ...templateFindings(recipe),
    ...parameterFindings(recipe),
    ...variants.flatMap(([name, variant]) => variantFindings(recipe, name, variant)),
  ];
}

function pathOf(variant: string): Path {
  return ['variants', variant, 'reproducer'];
}

function wordFindings(recipe: Recipe, words: readonly string[], path: Path): readonly Finding[] {
  return words.flatMap((word, index) =>
    placeholdersIn(word).flatMap((name): readonly Finding[] => {
      const sentence = placeholderSentence(recipe, name, word);
      return sentence === undefined ? [] : [{ path: [...path, index], at: 'key', sentence }];
    }),
  );
}

function variableFindings(
  recipe: Recipe,
  variables: Readonly<Record<string, string>>,
  path: Path,
): readonly Finding[] {
  return Object.entries(variables).flatMap(([name, value]) =>
    wordFindings(recipe, [value], path).map((finding) => ({ ...finding, path: [...path, name] })),
  );
}

function placeholderSentence(recipe: Recipe, name: string, word: string): string | undefined {
  const { build, environment, reproducer, variants } = recipe;
  const known = [...placeholders, ...Object.keys(reproducer.parameters)];
  if (!known.includes(name)) {
    const near = nearest(name, known);
    return near === undefined
      ? `unknown placeholder {${name}}; add it to reproducer.parameters, or use one of ${known.join(', ')}`
      : `unknown placeholder {${name}}; did you mean {${near}}?`;
  }
  if (name === 'interpreterOptions' && word !== '{interpreterOptions}') {
    return '{interpreterOptions} stands for several arguments; make it an item of its own';
  }
  if (name === 'program' && !makesProgram(build)) {
    return 'nothing makes {program}; name it in a build section, or write its path here';
  }
  if (name === 'script' && reproducer.template === undefined) {
    return '{script} is rendered from a template; add reproducer.template';
  }
  const interprets = name === 'interpreter' || name === 'interpreterOptions';
  const environments = Object.values(variants).flatMap((variant) =>
    everyPlatform(variant.environment ?? environment),
  );
  if (interprets && environments.some((provider) => provider === 'none')) {
    return `nothing provides {${name}}; add an environment section with the provider existing`;
  }
  return undefined;
}

function makesProgram(build: Recipe['build']): boolean {
  return (
    build.provider === 'c-program' || (build.provider === 'commands' && build.program !== undefined)
  );
}

/** The providers that an environment may come from, on one platform or another. */
function everyPlatform(environment: Recipe['environment']): readonly string[] {
  if (environment.provider !== 'by-platform') return [environment.provider];
  const { linux, win32, darwin } = environment;
  return [linux, win32, darwin].flatMap((one) => (one === undefined ? [] : [one.provider]));
}

function templateFindings({ reproducer }: Recipe): readonly Finding[] {
  const { template, command } = reproducer;
  const words = [...command, ...reproducer.arguments];
  if (template === undefined || words.some((word) => word.includes('{script}'))) return [];
  const sentence = 'the template is rendered into {script}, which the command lacks; add it there';
  return [{ path: ['reproducer', 'template'], at: 'key', sentence }];
}

function parameterFindings({ reproducer, variants }: Recipe): readonly Finding[] {
  const known = Object.keys(reproducer.parameters);
  const taken = known
    .filter((name) => placeholders.some((placeholder) => placeholder === name))
    .map((name): Finding => ({
      path: ['reproducer', 'parameters', name],
      at: 'key',
      sentence: `{${name}} already has a meaning; choose another name`,
    }));
  const unknown = Object.entries(variants).flatMap(([variant, { reproducer: edits }]) =>
    Object.keys(edits?.parameters ?? {}).flatMap((name): readonly Finding[] => {
      if (known.includes(name)) return [];
      const near = nearest(name, known);
      const move =
        near === undefined
          ? 'give it a value in reproducer.parameters first'
          : `did you mean "${near}"?`;
      const sentence = `unknown parameter "${name}"; ${move}`;
      return [{ path: [...pathOf(variant), 'parameters', name], at: 'key', sentence }];
    }),
  );
  return [...taken, ...unknown, ...unusedParameters({ reproducer, variants })];
}

/** Without a template only the command can use a parameter, and one it lacks changes nothing. */
function unusedParameters({
  reproducer,
  variants,
}: Pick<Recipe, 'reproducer' | 'variants'>): readonly Finding[] {
  if (reproducer.template !== undefined) return [];
  const words = [
    ...reproducer.command,
    ...reproducer.arguments,
    ...Object.values(variants).flatMap((variant) => variant.reproducer?.arguments ?? []),
  ];
  const used = new Set(words.flatMap(placeholdersIn));
  return Object.keys(reproducer.parameters)
    .filter((name) => !used.has(name))
    .map((name) => ({
      path: ['reproducer', 'parameters', name],
      at: 'key',
      sentence: `nothing uses this parameter; write {${name}} in the command or take it out`,
    }));
}

function variantFindings(
  { reproducer }: Recipe,
  name: string,
  { reproducer: edits = {} }: Variant,
): readonly Finding[] {
  const findings: Finding[] = [];
  const words = [...reproducer.command, ...(edits.arguments ?? reproducer.arguments)];
  const placeOf = (key: 'watch' | 'interpreterOptions'): Path =>
    edits[key] === undefined ? ['reproducer', key] : [...pathOf(name), key];
  if (
    (edits.watch ?? reproducer.watch) === 'heartbeat' &&
    !words.some((word) => word.includes('{heartbeat}'))
  ) {
    findings.push({
      path: placeOf('watch'),
      at: 'key',
      sentence:
        'the command lacks {heartbeat}, the file to count in; add it to the command or arguments',
    });
  }
  const options = edits.interpreterOptions ?? reproducer.interpreterOptions;
  if (options.length > 0 && !words.some((word) => /^\{interpreter(Options)?\}$/.test(word))) {
    findings.push({
      path: placeOf('interpreterOptions'),
      at: 'key',
      sentence: 'the command passes no options on; add {interpreterOptions} to it',
    });
  }
  return findings;
}
