import { installHint } from '../../pipeline/install-hint.ts';
import type { Settings } from '../../recipe/settings.ts';
import type { Finding } from './finding.ts';
import { programVersion } from './program-version.ts';

/** Git, where the source is a repository or the variant has patches. */
export async function gitFindings({
  patches,
  platform,
  recipe,
  source,
  variant,
}: Settings): Promise<readonly Finding[]> {
  const isRepository = source.provider === 'git';
  if (patches.length === 0 && !isRepository) return [];
  const version = await programVersion('git');
  return [
    {
      name: 'git',
      ok: version !== null,
      found: version,
      neededFor: isRepository
        ? `the source of recipe ${recipe}`
        : `the patches of variant ${variant}`,
      remedy: version === null ? installHint('git', platform) : null,
    },
  ];
}
