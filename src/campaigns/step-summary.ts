import { basename } from 'node:path';
import type { Plan } from '../pipeline/plan.ts';
import type { Step } from '../pipeline/step.ts';
import { flagsOf } from '../pipeline/keys.ts';
import type { Settings } from '../recipe/settings.ts';

/** What a step found or made, in a few words. */
export function stepSummary(step: Step, plan: Plan): string {
  const { settings } = plan;
  switch (step.name) {
    case 'environment':
      return environmentWords(plan);
    case 'source':
      return sourceWords(settings);
    case 'toolchain':
      return toolchainWords(plan);
    case 'patches':
      return settings.patches.map(({ name }) => name).join(', ') || 'none';
    case 'build':
      return buildWords(plan);
    case 'reproducer':
      return basename(settings.reproducer.template ?? '');
  }
}

function environmentWords({ settings, toolbox }: Plan): string {
  const { environment, lock } = settings;
  switch (environment.provider) {
    case 'none':
      return 'nothing is needed';
    case 'existing':
      return toolbox.interpreter?.version ?? environment.interpreter;
    case 'conda': {
      const { pinned, specs } = environment;
      const what = pinned === undefined ? specs.join(' ') : `${pinned.package} ${pinned.version}`;
      const from = lock === null ? '' : `, as ${basename(lock)} says`;
      return `${what} by ${toolbox.conda?.kind ?? 'conda'}${from}`;
    }
    case 'pypy-zip':
      return basename(environment.url);
    case 'venv':
      return `a venv of ${environment.base}`;
  }
}

function sourceWords({ source }: Settings): string {
  switch (source.provider) {
    case 'none':
      return 'the recipe has none';
    case 'files':
      return `${source.files.length} files from ${basename(source.directory)}`;
    case 'git':
      return `${source.ref} of ${source.archive === null ? source.repository : basename(source.archive)}`;
  }
}

function toolchainWords({ settings, toolbox }: Plan): string {
  const { compiler, msvc } = toolbox;
  if (compiler === null) return 'nothing is compiled';
  if (msvc === null) return compiler.version;
  const way =
    settings.toolchain?.msvc?.flagsBy === 'environment' ? '_CL_ and _LINK_' : 'patched distutils';
  return `${compiler.version}, toolset ${msvc.toolset}, flags by ${way}`;
}

function buildWords({ settings, toolbox, program }: Plan): string {
  const { build } = settings;
  const made =
    build.provider === 'setup-py'
      ? `${build.script} ${build.arguments.join(' ')}`
      : program === null
        ? null
        : basename(program);
  if (made === null) return 'nothing is built';
  return [made, ...flagWords(flagsOf(settings, toolbox))].join(' ');
}

function flagWords(flags: ReturnType<typeof flagsOf>): readonly string[] {
  return flags === null ? [] : [...flags.common, ...flags.compile, ...flags.link];
}
