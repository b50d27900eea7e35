import { execa } from 'execa';

export interface CommandAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Asks a tool a short question (`gcc --version`). Null when it cannot be started or does not
 * answer within `timeoutSeconds`. For work that takes long use the keeper.
 */
export async function ask(
  argv: readonly string[],
  options: {
    readonly cwd?: string;
    readonly timeoutSeconds?: number;
    /** Variables beside the inherited ones. */
    readonly environment?: Readonly<Record<string, string>>;
  } = {},
): Promise<CommandAnswer | null> {
  const [file = '', ...args] = argv;
  const result = await execa(file, args, {
    reject: false,
    stdin: 'ignore',
    windowsHide: true,
    timeout: (options.timeoutSeconds ?? 10) * 1000,
    env: { ...options.environment, LC_ALL: 'C' },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  if (result.exitCode === undefined) return null;
  return { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr };
}
