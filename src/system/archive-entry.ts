import { EnvironmentError } from './errors.ts';

/** One entry of an archive as its index tells it. */
export interface ArchiveEntry {
  readonly name: string;
  readonly type: 'file' | 'directory' | 'symlink' | 'hardlink' | 'other';
  /** Of the unpacked file, bytes. */
  readonly size: number;
  /** What a link points to; empty for anything else. */
  readonly target: string;
}

/** How one kind of archive is unpacked into a folder that is there. */
export interface Unpacking {
  readonly archive: string;
  readonly folder: string;
  readonly strip: number;
  readonly guard: ArchiveGuard;
  readonly signal: AbortSignal;
}

/** Holds the entries of an archive, one after the other, to what may be unpacked. */
export interface ArchiveGuard {
  /**
   * The path below the folder that the entry is unpacked to; null for one that `strip` leaves
   * nothing of.
   *
   * @throws EnvironmentError that names the entry.
   */
  check(entry: ArchiveEntry): string | null;
  /** To be called after the last entry. Throws EnvironmentError for files beneath a link or a file. */
  finish(): void;
}

/** What an archive may come to. */
export interface ArchiveLimits {
  /** All files together, unpacked. */
  readonly bytes: number;
  readonly entries: number;
  /** Unpacked over packed, once it is more than `ratioFrom` bytes. */
  readonly ratio: number;
  readonly ratioFrom: number;
  /** Folders in folders, the file itself counted. */
  readonly depth: number;
}

/** What is let through, and how a refusal is worded. */
export interface ArchiveRules {
  readonly limits: ArchiveLimits;
  /** No links, and each name in the one way in which it can be written. */
  readonly plain: boolean;
  /** @param tooLarge whether a limit was passed that a user may raise. */
  readonly refusal: (archive: string, why: string, tooLarge: boolean) => Error;
}

const anyArchive: ArchiveRules = {
  limits: {
    bytes: 4 * 1024 ** 3,
    entries: 500_000,
    // Sources and programs come to 3 to 10 times their archive; a bomb to 1,000.
    ratio: 100,
    // A small archive of nearly empty files may well be compressed further.
    ratioFrom: 16 * 1024 ** 2,
    depth: 200,
  },
  plain: false,
  refusal: (archive, why) =>
    new EnvironmentError(
      `${archive} was not unpacked, because ${why}: ` +
        'get the archive from a source that you trust, or unpack it yourself',
    ),
};

/** Names that Windows keeps for devices, with any extension (learn.microsoft.com, naming a file). */
const DEVICES = /^(con|prn|aux|nul|conin\$|conout\$|com[1-9¹²³]|lpt[1-9¹²³])( *\.| *$)/i;

/**
 * @param foldCase whether names that differ only in case, or in how an accent is composed, are one file,
 *   as on Windows and macOS.
 */
export function archiveGuard(
  archive: string,
  archiveBytes: number,
  strip: number,
  foldCase: boolean,
  { limits, plain, refusal }: ArchiveRules = anyArchive,
): ArchiveGuard {
  const files = new Map<string, string>();
  const links = new Set<string>();
  const key = (path: string): string => (foldCase ? foldedName(path) : path);
  let entries = 0;
  let bytes = 0;

  const refuse = (name: string, why: string, tooLarge = false): Error =>
    refusal(archive, `its entry ${JSON.stringify(name)} ${why}`, tooLarge);

  return {
    check(entry) {
      const { name, type, size, target } = entry;
      entries += 1;
      if (entries > limits.entries)
        throw refuse(name, `is one more than ${limits.entries} entries`);
      bytes += size;
      if (bytes > limits.bytes) throw refuse(name, `brings it above ${limits.bytes} bytes`, true);
      if (bytes > limits.ratioFrom && bytes > limits.ratio * archiveBytes) {
        throw refuse(name, `brings it above ${limits.ratio} times the size of the archive`, true);
      }
      if (type === 'other') throw refuse(name, 'is neither a file nor a folder nor a link');
      if (plain && (type === 'symlink' || type === 'hardlink')) throw refuse(name, 'is a link');
      const parts = partsOf(name, (why) => refuse(name, why));
      if (parts.length > limits.depth) throw refuse(name, `is deeper than ${limits.depth} folders`);
      if (plain) requirePlain(name, parts, type, (why) => refuse(name, why));
      const kept = parts.slice(strip);
      if (kept.length === 0) return null;
      if (type === 'symlink') checkLink(target, kept.length - 1, (why) => refuse(name, why));
      if (type === 'hardlink') partsOf(target, (why) => refuse(name, `is a link that ${why}`));
      const path = kept.join('/');
      if (type === 'directory') return path;
      if (files.has(key(path))) throw refuse(name, 'is there twice');
      files.set(key(path), name);
      if (type === 'symlink') links.add(key(path));
      return path;
    },
    finish() {
      for (const [path, name] of files) {
        const above = ancestors(path).find((ancestor) => files.has(ancestor));
        if (above === undefined) continue;
        throw refuse(name, `lies beneath a ${links.has(above) ? 'link' : 'file'}`);
      }
    },
  };
}

type Refuse = (why: string) => Error;

/** The form in which names are compared where the file system takes several for one. */
export function foldedName(path: string): string {
  return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

/** Longer parts of a name no file system takes, bytes. */
const LONGEST_PART = 255;

/** A name that every system writes, shows and compares in one way only. */
function requirePlain(
  name: string,
  parts: readonly string[],
  type: ArchiveEntry['type'],
  refuse: Refuse,
): void {
  const written = type === 'directory' ? name.replace(/\/$/, '') : name;
  if (written === '' || parts.join('/') !== written) throw refuse('has an empty part or a "."');
  if (/[\p{Cc}\p{Cf}\p{Cs}\uFFFD]/u.test(name)) throw refuse('has a sign that cannot be seen');
  for (const part of parts) {
    if (Buffer.byteLength(part) > LONGEST_PART) throw refuse('has a part of over 255 bytes');
  }
}

function partsOf(name: string, refuse: Refuse): readonly string[] {
  if (name.includes('\\')) throw refuse('has a backslash');
  if (name.startsWith('/')) throw refuse('is an absolute path');
  if (/^[a-z]:/i.test(name)) throw refuse('names a drive');
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  for (const part of parts) {
    if (part === '..') throw refuse('leaves the folder by ".."');
    if (/[<>:"|?*]/.test(part) || Array.from(part).some((sign) => sign < ' ')) {
      throw refuse('has a sign that Windows cannot hold in a name');
    }
    if (/[. ]$/.test(part)) throw refuse('ends in a dot or a space, which Windows drops');
    if (DEVICES.test(part)) throw refuse('is the name of a device on Windows');
  }
  return parts;
}

/**
 * A link may climb by leading `..`, at most to the folder itself, and go down from there. A `..`
 * behind a name is refused: the name may be a link, and the step up then leads elsewhere.
 */
function checkLink(target: string, depth: number, refuse: Refuse): void {
  const parts = target.split('/').filter((part) => part !== '.');
  const first = parts.findIndex((part) => part !== '..');
  const climbs = first < 0 ? parts.length : first;
  if (climbs > depth) throw refuse(`is a link that leaves the folder (${target})`);
  const down = parts.slice(climbs).join('/');
  if (target === '') throw refuse('is a link to nothing');
  partsOf(climbs === 0 ? target : down, (why) => refuse(`is a link to ${target}, which ${why}`));
}

function ancestors(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}
