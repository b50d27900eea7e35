type Variables = Readonly<Record<string, string>>;

/** The line that templates/windows/msvc-environment.bat prints before the variables. */
const MARKER = '=== winrepro: the variables follow ===';

/** Variables of cmd.exe itself, which it sets where they are missing. */
const CMD_VARIABLES: ReadonlySet<string> = new Set(['PROMPT', 'COMSPEC', 'PATHEXT']);

/**
 * The variables in what `cmd /u` printed: `set`'s lines in UTF-16LE behind a marker line. What
 * programs printed before it is in other encodings and of any length. Null without the marker.
 */
export function parseVariables(printed: Buffer): Variables | null {
  const marker = Buffer.from(MARKER, 'utf16le');
  const at = printed.lastIndexOf(marker);
  if (at === -1) return null;
  const lines = printed
    .subarray(at + marker.length)
    .toString('utf16le')
    .split(/\r?\n/);
  return Object.fromEntries(
    lines.flatMap((line) => {
      // A name may begin with an equals sign: cmd keeps each drive's folder in =C:.
      const equals = line.indexOf('=', 1);
      return equals === -1 || line.startsWith('=')
        ? []
        : [[line.slice(0, equals), line.slice(equals + 1)]];
    }),
  );
}

/** The variables that are not in `before` or not the same there; names differ by more than case. */
export function changedVariables(before: Variables, after: Variables): Variables {
  const fold = (name: string): string => name.toUpperCase();
  const known = new Map(Object.entries(before).map(([name, value]) => [fold(name), value]));
  const changed = new Map<string, readonly [string, string]>();
  for (const [name, value] of Object.entries(after)) {
    const same = known.get(fold(name)) === value;
    if (!same && !CMD_VARIABLES.has(fold(name))) changed.set(fold(name), [name, value]);
  }
  return Object.fromEntries(changed.values());
}
