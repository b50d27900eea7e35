import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { installHint } from '../../src/pipeline/install-hint.ts';
import { installMsvc } from '../../src/system/msvc-toolset.ts';
import { packageRoot } from '../cli/winrepro.ts';

/**
 * There is no PowerShell where these tests run, so this holds what can be read off: the text and the
 * command lines. That the script works on Windows is not shown here (docs/numpy-pypy.md says so).
 */
const bytes = readFileSync(join(packageRoot, 'scripts', 'bootstrap.ps1'));
const text = bytes.toString('latin1').replaceAll('\r\n', '\n');
const code = withoutComments(text);

describe('scripts/bootstrap.ps1', () => {
  it('is ASCII, which Windows PowerShell 5.1 reads the same in every code page', () => {
    expect(bytes.filter((byte) => byte > 126 || (byte < 32 && byte !== 10 && byte !== 13))).toEqual(
      Buffer.alloc(0),
    );
  });

  it('has the line ends of Windows throughout', () => {
    expect(bytes.toString('latin1').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('calls only functions of its own and cmdlets that PowerShell 5.1 has', () => {
    const own = namesIn(/^function ([A-Z]\w+-\w+)/gm);
    const cmdlets = new Set([
      ...['Get-ChildItem', 'Get-Command', 'Get-Location', 'Join-Path', 'Read-Host'],
      ...['Select-Object', 'Set-Location', 'Split-Path', 'Start-Process', 'Test-Path'],
      ...['Where-Object', 'Write-Information', 'ForEach-Object'],
    ]);
    const called = namesIn(/(?<![\w.\\-])([A-Z][a-z]+-[A-Z]\w+)/g);
    expect([...called].filter((name) => !own.has(name) && !cmdlets.has(name))).toEqual([]);
    expect([...own].filter((name) => uses(name) < 2)).toEqual([]);
  });

  it('reads no variable that nothing sets, in each function', () => {
    const automatic = ['_', 'Matches', 'LASTEXITCODE', 'PSScriptRoot', 'true', 'false'];
    const functions = [...code.matchAll(/^function [^]*?^\}$/gm)].map((match) => match[0]);
    const outside = functions.reduce((rest, one) => rest.replace(one, ''), code);
    const known = new Set([...automatic, ...variablesSetIn(outside)]);
    expect(functions.length).toBeGreaterThan(10);
    for (const part of [outside, ...functions]) {
      const set = variablesSetIn(part);
      const read = namesIn(/[$@]\{?(\w+)(?![\w:(])/g, withoutSingleQuoted(part));
      expect([...read].filter((name) => !known.has(name) && !set.has(name))).toEqual([]);
    }
  });

  it('installs with the very commands that winrepro advises', () => {
    const override = /\$buildTools = '([^']*)'/.exec(code)?.[1] ?? '';
    const accepted = wordsOf(/\$wingetAccepted = @\((.*)\)/.exec(code)?.[1] ?? '');
    const buildTools = wordsOf(
      /Words = @\((.*BuildTools.*)\) \+ \$wingetAccepted \+\n\s*@\('--override', \$buildTools\)/.exec(
        code,
      )?.[1] ?? '',
    );
    const line = `winget ${[...buildTools, ...accepted].join(' ')} --override "${override}"`;
    expect(installMsvc).toContain(`\`${line}\``);
    for (const name of ['node', 'git', 'conda'] as const) {
      const [, id = ''] = /winget install --id ([\w.]+)/.exec(installHint(name, 'win32')) ?? [];
      expect(code).toContain(`Get-WingetCommand '${id}'`);
    }
  });

  it('adds the same component to a Visual Studio that is there', () => {
    const [, toolset = ''] = /\$toolset = '([^']*)'/.exec(code) ?? [];
    expect(installMsvc).toContain(`--add ${toolset} `);
    expect(code).toContain("@('modify', '--installPath', $there, '--add', $toolset, ");
  });

  it('knows the exit codes of the Visual Studio Installer', () => {
    for (const status of [0, 3010, 1641, 1602, 5003, 5004, 5005, 5007, -1073741510]) {
      expect(code).toMatch(new RegExp(`^ +\\(?${status}\\)? \\{ '`, 'm'));
    }
  });

  it('asks for the Node.js that package.json asks for', () => {
    const { engines } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
      readonly engines: { readonly node: string };
    };
    const [, major = '', minor = ''] = /\$major -eq (\d+) -and \$minor -ge (\d+)/.exec(code) ?? [];
    expect(engines.node).toBe(`>=${major}.${minor}`);
    expect(code).toContain(`$major -gt ${major} -or`);
    expect(code).toContain(`'Node.js ${major}.${minor} or newer'`);
  });

  it('looks for the toolsets that the recipe takes, in its order', () => {
    const recipe = readFileSync(join(packageRoot, 'recipes', 'numpy-pypy.yaml'), 'utf8');
    const wanted = wordsOf(/toolsets: \[(.*)\]/.exec(recipe)?.[1] ?? '');
    const looked = wordsOf(/foreach \(\$wanted in @\((.*)\)\)/.exec(code)?.[1] ?? '');
    expect(looked).toEqual(wanted.map((version) => `${version}.`));
  });

  it('changes no policy, no registry and no variable of the machine', () => {
    expect(code).not.toMatch(/Set-ExecutionPolicy|SetEnvironmentVariable|setx|HK(LM|CU)|\breg\b/i);
  });
});

function withoutComments(source: string): string {
  return source.replaceAll(/<#[^]*?#>/g, '').replaceAll(/^\s*#.*$/gm, '');
}

function withoutSingleQuoted(source: string): string {
  return source.replaceAll(/'[^'\n]*'/g, "''");
}

function namesIn(pattern: RegExp, source = code): ReadonlySet<string> {
  return new Set([...source.matchAll(pattern)].map((match) => match[1] ?? ''));
}

function variablesSetIn(source: string): ReadonlySet<string> {
  const patterns = [/\$(\w+) \+?= /g, /\]\$(\w+)/g, /foreach \(\$(\w+) in/g];
  return new Set(patterns.flatMap((pattern) => [...namesIn(pattern, source)]));
}

function uses(name: string): number {
  return code.split(new RegExp(`\\b${name}\\b`)).length - 1;
}

/** The words of a list in quotes. */
function wordsOf(list: string): readonly string[] {
  return [...list.matchAll(/'([^']*)'/g)].map((match) => match[1] ?? '');
}
