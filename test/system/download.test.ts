import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { download } from '../../src/system/download.ts';
import { EnvironmentError, InterruptedError } from '../../src/system/errors.ts';
import { testFolder } from './folder.ts';

const content = randomBytes(300_000);
const sha256 = createHash('sha256').update(content).digest('hex');

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on this machine that gives its n-th request the n-th answer, and the last from then on. */
async function server(...answers: readonly Answer[]) {
  const requests: IncomingMessage[] = [];
  const listening = createServer((request, response) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)];
    requests.push(request);
    answer?.(request, response);
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    listening.closeAllConnections();
    listening.close();
  });
  const { port } = listening.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/a%20file.zip`, requests };
}

const whole: Answer = (_, response) => {
  response.writeHead(200, { 'content-length': content.length }).end(content);
};

const ranged: Answer = (request, response) => {
  const [, start] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
  if (start === undefined) {
    whole(request, response);
    return;
  }
  const from = Number(start);
  if (from >= content.length) {
    response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
    return;
  }
  const rest = content.subarray(from);
  response
    .writeHead(206, {
      'content-length': rest.length,
      'content-range': `bytes ${from}-${content.length - 1}/${content.length}`,
    })
    .end(rest);
};

/** Sends the first third, and then the line is cut. */
const dropped: Answer = (_, response) => {
  response.writeHead(200, { 'content-length': content.length });
  response.write(content.subarray(0, 100_000), () => {
    setTimeout(() => response.destroy(), 50);
  });
};

const failing =
  (status: number): Answer =>
  (_, response) => {
    response.writeHead(status).end('no');
  };

async function place() {
  const folder = await testFolder();
  const to = join(folder, 'geladen ü.zip');
  const get = (url: string, signal = new AbortController().signal) =>
    download({ url, to, sha256, signal });
  return { folder, to, get };
}

describe('a download', () => {
  it('arrives under its name, whole, with nothing beside it', async () => {
    const { folder, to, get } = await place();
    const { url, requests } = await server(ranged);
    await get(url);
    expect((await readFile(to)).equals(content)).toBe(true);
    expect(await readdir(folder)).toEqual(['geladen ü.zip']);
    expect(requests[0]?.headers.range).toBeUndefined();
  });

  it('is not made again when the file is there', async () => {
    const { to, get } = await place();
    const { url, requests } = await server(whole);
    await writeFile(to, content);
    await get(url);
    expect(requests).toHaveLength(0);
  });

  it('replaces a file of another content', async () => {
    const { to, get } = await place();
    const { url } = await server(whole);
    await writeFile(to, 'an older version');
    await get(url);
    expect((await readFile(to)).equals(content)).toBe(true);
  });

  it('makes the folder that it goes to', async () => {
    const folder = await testFolder();
    const to = join(folder, 'new', 'deeper', 'file');
    const { url } = await server(whole);
    await download({ url, to, sha256, signal: new AbortController().signal });
    expect((await readFile(to)).equals(content)).toBe(true);
  });

  it('is tried again after 500', async () => {
    const { to, get } = await place();
    const { url, requests } = await server(failing(500), whole);
    await get(url);
    expect(requests).toHaveLength(2);
    expect((await readFile(to)).equals(content)).toBe(true);
  });

  it('goes on where the connection was dropped', async () => {
    const { to, get } = await place();
    const { url, requests } = await server(dropped, ranged);
    await get(url);
    expect(requests[1]?.headers.range).toBe('bytes=100000-');
    expect((await readFile(to)).equals(content)).toBe(true);
  });

  it('begins anew where the server cannot go on', async () => {
    const { to, get } = await place();
    const { url } = await server(dropped, whole);
    await get(url);
    expect((await readFile(to)).equals(content)).toBe(true);
  });

  it('goes on with what a killed one left', async () => {
    const { to, get } = await place();
    const { url, requests } = await server(ranged);
    await writeFile(`${to}.part`, content.subarray(0, 1234));
    await get(url);
    expect(requests.map(({ headers }) => headers.range)).toEqual(['bytes=1234-']);
    expect((await readFile(to)).equals(content)).toBe(true);
  });

  it('that was killed after its last byte needs no server', async () => {
    const { to, get } = await place();
    const { url, requests } = await server(ranged);
    await writeFile(`${to}.part`, content);
    await get(url);
    expect(requests).toHaveLength(0);
    expect((await readFile(to)).equals(content)).toBe(true);
  });

  it.each([1000, 300_000, 400_000])(
    'begins anew when what was left, %i bytes, is of another file',
    async (bytes) => {
      const { to, get } = await place();
      const { url } = await server(ranged);
      await writeFile(`${to}.part`, Buffer.alloc(bytes));
      await get(url);
      expect((await readFile(to)).equals(content)).toBe(true);
    },
  );
});

describe('a download that fails', () => {
  it('for another content names both hashes and leaves nothing', async () => {
    const { folder, get } = await place();
    const other = createHash('sha256').update('<html>').digest('hex');
    const { url, requests } = await server((_, response) => {
      response.end('<html>');
    });
    const error: unknown = await get(url).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(EnvironmentError);
    expect((error as Error).message).toContain(`its sha256 is ${other} instead of ${sha256}`);
    expect(requests).toHaveLength(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it('for 404 is not tried again', async () => {
    const { get } = await place();
    const { url, requests } = await server(failing(404));
    await expect(get(url)).rejects.toThrow(
      `cannot download ${url}: its server answered 404 Not Found; check the address`,
    );
    expect(requests).toHaveLength(1);
  });

  it('for lack of an answer is tried four times and says why in one sentence', async () => {
    const { get } = await place();
    const started = performance.now();
    const error: unknown = await get('http://127.0.0.1:1/file').catch((error: unknown) => error);
    expect(performance.now() - started).toBeGreaterThan(6900);
    expect(error).toBeInstanceOf(EnvironmentError);
    expect((error as Error).message).toMatch(
      /^cannot download http:\/\/127\.0\.0\.1:1\/file after 4 tries \(.+\): connect this machine to the network, and run again$/,
    );
  });

  it('names the disk when that is at fault', async () => {
    const { folder, get, to } = await place();
    const { url } = await server(whole);
    await mkdir(`${to}.part`);
    await expect(get(url)).rejects.toThrow(EnvironmentError);
    expect(await readdir(folder)).toEqual(['geladen ü.zip.part']);
  });
});

describe('a signal', () => {
  it('stops a download that waits for its next bytes, and keeps the part', async () => {
    const { folder, get } = await place();
    const controller = new AbortController();
    const { url } = await server((_, response) => {
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 100_000), () => {
        setTimeout(() => controller.abort(), 100);
      });
    });
    await expect(get(url, controller.signal)).rejects.toThrow(InterruptedError);
    expect(await readdir(folder)).toEqual(['geladen ü.zip.part']);
  });

  it('stops the pause before the next try', async () => {
    const { get } = await place();
    const controller = new AbortController();
    const { url, requests } = await server((request, response) => {
      failing(503)(request, response);
      setTimeout(() => controller.abort(), 200);
    });
    const started = performance.now();
    await expect(get(url, controller.signal)).rejects.toThrow(InterruptedError);
    expect(performance.now() - started).toBeLessThan(900);
    expect(requests).toHaveLength(1);
  });
});
