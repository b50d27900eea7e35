import { basename, join } from 'node:path';
import { InternalError } from '../../system/errors.ts';
import type { Action } from '../action.ts';
import { flagsOf } from '../keys.ts';
import type { Step } from '../step.ts';
import { cProgramCommands } from './c-program.ts';
import type { StepContext } from './context.ts';
import { contentOf } from './patches.ts';
import { setupPyActions } from './setup-py.ts';

/** Builds what the recipe's build section says; `program` is the file that it makes. */
export function buildStep(context: StepContext, program: string | null): Step {
  return {
    name: 'build',
    key: context.keys.build,
    directory: context.folder,
    actions: commandsOf(context, program),
    outputs: outputsOf(context, program),
  };
}

function outputsOf({ settings, tree }: StepContext, program: string | null): readonly string[] {
  const { build } = settings;
  if (build.provider === 'setup-py') return build.products.map((product) => join(tree, product));
  return program === null ? [] : [program];
}

function commandsOf(context: StepContext, program: string | null): readonly Action[] {
  const { settings, toolbox, tree } = context;
  const { build } = settings;
  const flags = flagsOf(settings, toolbox);
  switch (build.provider) {
    case 'none':
      return [];
    case 'c-program':
      if (flags === null || toolbox.compiler === null || program === null) {
        throw new InternalError('a c-program build was planned without a toolchain');
      }
      return cProgramCommands(
        { sources: build.sources, program: basename(program) },
        toolbox.compiler,
        flags,
        tree,
      );
    case 'commands':
      return build.commands.map((argv) => ({
        kind: 'command',
        argv,
        cwd: tree,
        variables:
          flags === null || toolbox.compiler === null
            ? {}
            : {
                CC: toolbox.compiler.path,
                CFLAGS: [...flags.common, ...flags.compile].join(' '),
                LDFLAGS: [...flags.common, ...flags.link].join(' '),
              },
        doing: `running ${argv[0] ?? ''}`,
      }));
    case 'setup-py':
      return [
        ...setupPyActions(build, context),
        {
          kind: 'keep-build',
          folder: context.folder,
          baseKey: context.keys.base,
          patches: settings.patches.map(contentOf),
        },
      ];
  }
}
