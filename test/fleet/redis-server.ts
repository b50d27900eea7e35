import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { connectFleet, type FleetConnection } from '../../src/system/fleet-connection.ts';
import { findProgram } from '../../src/system/find-program.ts';

/** Why no Redis can be started; in CI a missing one is a failure, never a reason. */
export const noRedis: string | undefined =
  process.env['CI'] !== undefined || findProgram('redis-server') !== null
    ? undefined
    : 'needs redis-server';

export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** At once, as a power failure would. */
  kill(): Promise<void>;
  /** Again, on the data of before. */
  start(): Promise<void>;
  /** A client of the test's own, until it ends. */
  connect(prefix?: string): Promise<FleetConnection>;
}

/** A Redis of the test's own, until it ends. */
export async function redisServer(password?: string): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'winrepro redis '));
  const port = await freePort();
  let server: ChildProcess | null = null;
  onTestFinished(async () => {
    await kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  const start = async (): Promise<void> => {
    const secret = password === undefined ? [] : ['--requirepass', password];
    const own = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder];
    const kept = ['--appendonly', 'yes', '--save', ''];
    server = spawn('redis-server', [...own, ...kept, ...secret], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await ready(server);
  };
  const kill = async (): Promise<void> => {
    if (server?.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  };
  await start();
  const user = password === undefined ? '' : `:${encodeURIComponent(password)}@`;
  const url = `redis://${user}127.0.0.1:${port}`;
  return {
    ...{ port, url, start, kill },
    async connect(prefix = 'winrepro') {
      const fleet = await connectFleet(url, prefix, () => undefined);
      onTestFinished(() => fleet.close());
      return fleet;
    },
  };
}

/** A port that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function ready(server: ChildProcess): Promise<void> {
  let text = '';
  await new Promise<void>((resolve, reject) => {
    server.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('Ready to accept connections')) resolve();
    });
    server.once('exit', () => {
      reject(new Error(`redis-server ended:\n${text}`));
    });
  });
}
