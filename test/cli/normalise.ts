import { realpathSync } from 'node:fs';
import { packageRoot } from './winrepro.ts';

/** Takes out of an output what differs from run to run and from machine to machine. */
export function normalise(text: string, folder: string): string {
  const places: readonly (readonly [string, string])[] = [
    [realpathSync(folder), '<session>'],
    [folder, '<session>'],
    [packageRoot.replace(/\/$/, ''), '<package>'],
  ];
  let result = text;
  for (const [path, name] of places) {
    // A plan for Windows that is made here has its paths turned round.
    result = result.replaceAll(path, name).replaceAll(path.replaceAll('/', '\\'), name);
  }
  for (const [pattern, name] of patterns) result = result.replaceAll(pattern, name);
  return result;
}

const patterns: readonly (readonly [RegExp, string])[] = [
  [/\b\d{8}-\d{6}-([\w.-]+?)-[0-9a-f]{4}\b/g, '<time>-$1-<id>'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<instant>'],
  // A night in the table of the history; of the same width, so that the columns stay.
  [/\b\d{4}-\d\d-\d\d \d\d:\d\d {2}[0-9a-f]{4}(?= )/g, '<date>   <clock>  <id>'],
  [/(?<=first trial \d+, seed )\d+/g, '<seed>'],
  [/\bseed is \d+ and not \d+/g, 'seed is <seed> and not <seed>'],
  [/\bonly [\d.]+ [GT]B are left\b/g, 'only <size> are left'],
  [/("PATH": )"[^"]*"/g, '$1"<PATH>"'],
  [/(?<=write )\/[^\n]*(?=\/\.config\/systemd\/)/g, '<home>'],
  // A checkout in a folder with a blank is quoted where it is a word of a crontab.
  [/'(<package>\/[^'\n]*)'/g, '$1'],
  [/\bsince \d\d:\d\d\b/g, 'since <clock>'],
  [/\bprocess \d+\b/g, 'process <pid>'],
  [/(?<=[\\/](builds|reproducers)[\\/])[0-9a-f]{16}\b/g, '<key>'],
  [/\bsha256 [0-9a-f]{16}, [\d,]+ bytes/g, 'sha256 <hash>, <size> bytes'],
  // Measured times have decimals, limits that were given have none.
  [/\b\d+\.\d+ s\b/g, '<seconds> s'],
  [/("seconds": )[\d.e-]+/g, '$1<seconds>'],
  [/\| \d+\.\d\d \|/g, '| <seconds> |'],
  [/(?<!space, )\b\d+ MB(?=[ "])/g, '<size> MB'],
  [/\bin [\d.]+ [kM]?B, unpacked [\d.]+ [kM]?B/g, 'in <size>, unpacked <size>'],
  [/\bonly \d+ KiB\b/g, 'only <size> KiB'],
  [/\bgcc \([^)\n]*\) \d+\.\d+\.\d+/g, '<gcc>'],
  [/\bGNU gdb \([^)\n]*\) [\d.]+/g, '<gdb>'],
  [/\bPython 3\.\d+\.\d+/g, 'Python <version>'],
  [new RegExp(`\\b${process.version.replaceAll('.', '\\.')}\\b`, 'g'), '<node>'],
  [/\bwinrepro 0\.\d+\.\d+/g, 'winrepro <version>'],
  [/("winrepro": ")0\.\d+\.\d+/g, '$1<version>'],
  [/(?<![\w.])\/[\w./-]*\/(gcc|gdb|python3|node)(?![\w/.-])/g, '<path>/$1'],
  [/^- machine: .*$/gm, '- machine: <machine>'],
  [/("build": ")[0-9a-f]{64}/g, '$1<hash>'],
];
