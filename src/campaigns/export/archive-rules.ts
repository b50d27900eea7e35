import type { ArchiveRules } from '../../system/archive-entry.ts';
import { UserError } from '../../system/errors.ts';

const MIB = 1024 ** 2;

/** An archive of more than this is replayed only when the user says how much may be unpacked. */
export const UNASKED_BYTES = 256 * MIB;

/** deflate packs to a 1,032nd at most (zlib's technical notes); more is files that share their bytes. */
const DEFLATE_RATIO = 1032;

/**
 * What an export may come to, and how it is refused. The output of a loop packs to a 400th (measured:
 * 27 MB to 70 KB), so that a ratio alone does not tell a bomb: a size that nobody asked for does.
 *
 * @param maxBytes what the user lets it unpack to; null for `UNASKED_BYTES`.
 */
export function exportRules(maxBytes: number | null): ArchiveRules {
  return {
    limits: {
      bytes: maxBytes ?? UNASKED_BYTES,
      entries: 200_000,
      ratio: DEFLATE_RATIO,
      ratioFrom: MIB,
      depth: 32,
    },
    plain: true,
    refusal(archive, why, tooLarge) {
      const move = tooLarge
        ? 'if you trust where it comes from, say with --max-size how much it may unpack to'
        : 'nothing of it was unpacked; get an archive that winrepro export wrote';
      return new UserError(`${archive} is refused, because ${why}: ${move}`);
    },
  };
}
