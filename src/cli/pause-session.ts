import { resolve as resolvePath } from 'node:path';
import { findCampaign, listCampaigns } from '../records/campaign-folder.ts';
import { stresses, stressFolder } from '../records/stress-folder.ts';
import { nowIso } from '../system/clock.ts';
import { UserError } from '../system/errors.ts';
import { writeFileAtomically } from '../system/files.ts';
import { lockHolder } from '../system/lock.ts';
import { exitCode, type ExitCode } from './exit-codes.ts';
import { resultScreen } from './screens.ts';

/** Asks a stress run that is at work to start no more trials; returns the exit code. */
export async function pause(run: string | undefined, given: string): Promise<ExitCode> {
  const workspace = resolvePath(given);
  const [newest] = await listCampaigns(stresses, workspace);
  const found = await findCampaign(stresses, workspace, run ?? newest ?? '');
  if (found === null || (run ?? newest) === undefined) {
    throw new UserError(
      `no stress run ${run === undefined ? '' : `${run} `}in ${workspace}: \`winrepro list stress\` shows what there is`,
    );
  }
  const folder = stressFolder(workspace, found.id);
  if ((await lockHolder(folder.lock)) === null) {
    throw new UserError(
      `${found.id} is not at work, so there is nothing to pause: \`winrepro list stress\` shows what it came to`,
    );
  }
  await writeFileAtomically(folder.pause, `${nowIso()}\n`);
  resultScreen().write(`${found.id} starts no more trials; winrepro resume ${found.id} goes on\n`);
  return exitCode.done;
}
