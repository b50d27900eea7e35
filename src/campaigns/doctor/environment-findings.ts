import { installHint } from '../../pipeline/install-hint.ts';
import type { Environment } from '../../recipe/schema.ts';
import type { Settings } from '../../recipe/settings.ts';
import { findCondaClient } from '../../system/conda.ts';
import type { Finding } from './finding.ts';
import { programVersion } from './program-version.ts';

/** What the recipe's environment is, or is made with. */
export async function environmentFindings(settings: Settings): Promise<readonly Finding[]> {
  const { environment } = settings;
  switch (environment.provider) {
    case 'none':
    case 'pypy-zip':
      return [];
    case 'conda':
      return [await condaFinding(settings)];
    case 'existing':
      return [await interpreterFinding(environment, settings)];
    case 'venv':
      return [
        await interpreterFinding({ interpreter: environment.base, kind: 'python' }, settings),
      ];
  }
}

async function condaFinding({ recipe, platform }: Settings): Promise<Finding> {
  const client = await findCondaClient(process.env);
  return {
    name: 'conda, mamba or micromamba',
    ok: client !== null,
    found: client === null ? null : `${client.kind} ${client.version} at ${client.path}`,
    neededFor: `the environment of recipe ${recipe}`,
    remedy: client === null ? installHint('conda', platform) : null,
  };
}

async function interpreterFinding(
  {
    interpreter,
    kind,
  }: Pick<Extract<Environment, { provider: 'existing' }>, 'interpreter' | 'kind'>,
  { recipe, platform }: Settings,
): Promise<Finding> {
  const version = await programVersion(interpreter);
  return {
    name: `interpreter ${interpreter}`,
    ok: version !== null,
    found: version,
    neededFor: `recipe ${recipe}`,
    remedy:
      version !== null
        ? null
        : kind === 'python'
          ? installHint('python', platform)
          : 'install it, or give its path in the recipe',
  };
}
