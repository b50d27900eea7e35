import type { NightReport } from '../../records/night.ts';
import { postJson, type PostOptions } from '../../system/post-json.ts';

/**
 * Posts the verdict on a campaign. Never throws: a receiver that is away must not cost a night. Returns
 * null when it was delivered, else a sentence without the address's secrets.
 */
export async function notify(
  url: string,
  report: NightReport,
  options: PostOptions,
): Promise<string | null> {
  try {
    await postJson(url, report, options);
    return null;
  } catch (error) {
    // What is no error of ours may quote the address.
    const known =
      error instanceof Error &&
      ['UserError', 'EnvironmentError', 'InterruptedError'].includes(error.name);
    return `the verdict was not posted: ${known ? error.message : 'an unexpected failure'}`;
  }
}
