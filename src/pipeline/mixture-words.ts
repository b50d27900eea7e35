/**
 * The words of a command line as a build system printed it. Those of old (`' '.join(argv)` in
 * distutils and numpy.distutils) are not quoted at all: a word that is neither an option nor a file
 * of a kind that is linked belongs to the option in front of it, as `Files` does in
 * `/LIBPATH:C:\Program Files\lib`.
 *
 * @param windows whether quotes are those of Windows, where a backslash is a part of a path.
 */
export function printedWords(line: string, windows: boolean): readonly string[] {
  const words = split(line.trim(), windows);
  return line.includes('"') || line.includes("'") ? words : glued(words);
}

function split(line: string, windows: boolean): readonly string[] {
  return windows ? windowsWords(line) : posixWords(line);
}

function posixWords(line: string): readonly string[] {
  const words = line.match(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/g) ?? [];
  return words.map((word) =>
    word.replaceAll(
      /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/g,
      (_whole, single?: string, double?: string, escaped?: string) =>
        single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? escaped ?? '',
    ),
  );
}

/**
 * As CommandLineToArgvW reads: an odd run of backslashes in front of a quote makes it a letter, any
 * other backslash is plain.
 */
function windowsWords(line: string): readonly string[] {
  const words = line.match(WINDOWS_WORD) ?? [];
  return words.map((word) =>
    word.replaceAll(/(\\*)"/g, (_whole, slashes: string) => {
      const half = '\\'.repeat(Math.floor(slashes.length / 2));
      return slashes.length % 2 === 1 ? `${half}"` : half;
    }),
  );
}

const BACKSLASHES = String.raw`\\(?!\\*")|(?:\\\\)*\\"|(?:\\\\)+(?=")`;
const WINDOWS_WORD = new RegExp(
  String.raw`(?:[^\s"\\]|${BACKSLASHES}|"(?:[^"\\]|${BACKSLASHES})*")+`,
  'g',
);

/** The program may have spaces in its path too: all up to `link.exe`, or the first word. */
function glued(words: readonly string[]): readonly string[] {
  const program = words.findIndex((word) => /\.exe$/i.test(word));
  const firstOption = words.findIndex((word) => /^[-/@]/.test(word));
  const length =
    program > 0 && program < (firstOption < 0 ? Infinity : firstOption) ? program + 1 : 1;
  const whole: string[] = [words.slice(0, length).join(' ')];
  for (const word of words.slice(length)) {
    const before = whole.at(-1) ?? '';
    const alone =
      whole.length === 1 || /^[-/@]/.test(word) || INPUT.test(word) || SEPARATE.test(before);
    if (alone) whole.push(word);
    else whole[whole.length - 1] = `${before} ${word}`;
  }
  return whole;
}

const INPUT = /\.(?:o|obj|a|lib|so|dylib|dll|def|res|exp)$/i;

/** Options whose value is a word of its own. */
const SEPARATE = /^-(?:o|L|l|T|u|z|Xlinker|framework|arch|isysroot|bundle_loader|e)$/;
