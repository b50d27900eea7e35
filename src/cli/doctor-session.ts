import { resolve as resolvePath } from 'node:path';
import pc from 'picocolors';
import { examine } from '../campaigns/doctor.ts';
import type { Finding } from '../campaigns/doctor/finding.ts';
import { loadRecipe } from '../campaigns/find-recipe.ts';
import { resolveVariant } from '../recipe/resolve.ts';
import { exitCode, type ExitCode } from './exit-codes.ts';
import { defaultRecipe, recipePlaces, thisHost } from './places.ts';
import { resultScreen } from './screens.ts';
import { packageVersion } from './version.ts';

export interface DoctorArguments {
  readonly recipe?: string | undefined;
  readonly workspace: string;
  readonly json: boolean;
}

/** Prints what is there and what is missing; returns the exit code. */
export async function doctor(given: DoctorArguments): Promise<ExitCode> {
  const host = thisHost();
  const { recipe, directory } = await loadRecipe(
    given.recipe ?? defaultRecipe(host),
    recipePlaces(),
  );
  const settings = resolveVariant(recipe, undefined, {
    platform: host.platform,
    recipeDirectory: directory,
  });
  const findings = await examine(settings, {
    processor: host.processor,
    node: process.version,
    workspace: resolvePath(given.workspace),
  });
  const ok = findings.every((finding) => finding.ok);
  const screen = resultScreen();
  screen.write(
    given.json
      ? `${JSON.stringify({ schema: 'winrepro/doctor/1', winrepro: packageVersion(), recipe: recipe.name, ok, findings }, null, 2)}\n`
      : findingsText(findings, ok, pc.createColors(screen.colors)),
  );
  return ok ? exitCode.done : exitCode.setUpFailed;
}

function findingsText(
  findings: readonly Finding[],
  ok: boolean,
  colors: ReturnType<typeof pc.createColors>,
): string {
  const lines = findings.flatMap((finding) => {
    const there = finding.found === null ? '-      ' : colors.green('ok     ');
    const mark = finding.ok ? there : colors.red('MISSING');
    const head = `${mark} ${finding.name}: ${finding.found ?? 'not found'} (for ${finding.neededFor})`;
    return finding.remedy === null ? [head] : [head, `        ${finding.remedy}`];
  });
  return `${lines.join('\n')}\n\n${ok ? 'Everything needed is there.' : 'Something is missing; see above.'}\n`;
}
