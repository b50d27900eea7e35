import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { notify } from '../../src/campaigns/history/notify.ts';
import { monotonicSeconds } from '../../src/system/clock.ts';
import { postJson } from '../../src/system/post-json.ts';

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly authorization: string | undefined;
  readonly type: string | undefined;
  readonly body: string;
}

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** A server on this machine that gives its n-th request the n-th answer, and the last from then on. */
async function server(...answers: readonly Answer[]) {
  const received: Received[] = [];
  const listening = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answer = answers[Math.min(received.length, answers.length - 1)];
      received.push({
        method: request.method,
        url: request.url,
        authorization: request.headers.authorization,
        type: request.headers['content-type'],
        body: Buffer.concat(chunks).toString('utf8'),
      });
      answer?.(response, request);
    });
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    listening.closeAllConnections();
    listening.close();
  });
  const { port } = listening.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return { origin, url: `${origin}/SECRET/path?key=SECRET#SECRET`, received };
}

const status =
  (code: number, headers: Readonly<Record<string, string>> = {}): Answer =>
  (response) => {
    response.writeHead(code, headers).end('SECRET answer');
  };

const quick = { signal: new AbortController().signal, firstWaitMs: 10, timeoutMs: 2000 };
const body = { verdict: 'worse', text: 'ä' };

async function failureOf(work: Promise<void>): Promise<Error> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('it did not fail');
}

function expectNoSecret(error: Error): void {
  expect(`${error.message} ${error.stack ?? ''} ${String(error.cause)}`).not.toMatch(/SECRET/);
}

describe('postJson', () => {
  it('delivers at the third attempt to a server that fails twice', async () => {
    const { url, received } = await server(status(500), status(503), status(204));
    await postJson(url, body, quick);
    expect(received).toHaveLength(3);
    expect(received[2]).toEqual({
      method: 'POST',
      url: '/SECRET/path?key=SECRET',
      authorization: undefined,
      type: 'application/json',
      body: JSON.stringify(body),
    });
  });

  it.each([408, 429])('tries again after %i', async (code) => {
    const { url, received } = await server(status(code), status(200));
    await postJson(url, body, quick);
    expect(received).toHaveLength(2);
  });

  it('waits as long as Retry-After asks', async () => {
    const { url } = await server(status(429, { 'retry-after': '1' }), status(200));
    const start = monotonicSeconds();
    await postJson(url, body, quick);
    expect(monotonicSeconds() - start).toBeGreaterThan(0.95);
  });

  it('understands Retry-After as a date', async () => {
    const date = new Date(Date.now() + 2000).toUTCString();
    const { url } = await server(status(503, { 'retry-after': date }), status(200));
    const start = monotonicSeconds();
    await postJson(url, body, quick);
    expect(monotonicSeconds() - start).toBeGreaterThan(0.5);
  });

  it('does not wait for a server that asks for hours', async () => {
    const { url, origin, received } = await server(status(503, { 'retry-after': '7200' }));
    const error = await failureOf(postJson(url, body, quick));
    expect(error.message).toMatch(new RegExp(`${origin}.*7200 s`));
    expect(received).toHaveLength(1);
  });

  it.each([400, 401, 404, 410, 301, 302, 303])('does not try again after %i', async (code) => {
    const { url, origin, received } = await server(status(code, { location: '/other' }));
    const error = await failureOf(postJson(url, body, quick));
    expect(error.name).toBe('EnvironmentError');
    expect(error.message).toContain(`cannot post to ${origin}: its server answered ${code}`);
    expectNoSecret(error);
    expect(received).toHaveLength(1);
  });

  it('gives up after the attempts that it has', async () => {
    const { url, received } = await server(status(502));
    const error = await failureOf(postJson(url, body, { ...quick, attempts: 3 }));
    expect(error.message).toContain('answered 502, the last of 3 attempts');
    expectNoSecret(error);
    expect(received).toHaveLength(3);
  });

  it('does not wait for ever for a server that hangs', async () => {
    const { url, received } = await server(() => undefined, status(200));
    await postJson(url, body, { ...quick, timeoutMs: 300 });
    expect(received).toHaveLength(2);
  });

  it('tries again where nobody listens, and names the origin only', async () => {
    const { url, origin } = await server(status(200));
    const { port } = new URL(url);
    const closed = url.replace(port, '1');
    const error = await failureOf(postJson(closed, body, { ...quick, attempts: 2 }));
    expect(error.message).toContain(origin.replace(port, '1'));
    expectNoSecret(error);
  });

  it('tries again when the connection is cut', async () => {
    const { url, received } = await server((response) => response.destroy(), status(200));
    await postJson(url, body, quick);
    expect(received).toHaveLength(2);
  });

  it('sends user and password as a header, and never in words', async () => {
    const { url, received } = await server(status(200), status(403));
    const withUser = url.replace('http://', 'http://SECRET-user:SECRET%20p%C3%A4ss@');
    await postJson(withUser, body, quick);
    expect(received[0]?.authorization).toBe(
      `Basic ${Buffer.from('SECRET-user:SECRET päss', 'utf8').toString('base64')}`,
    );
    expectNoSecret(await failureOf(postJson(withUser, body, quick)));
  });

  it.each([307, 308])('follows %i with the body on the same origin', async (code) => {
    const { url, received } = await server(status(code, { location: '/there' }), status(200));
    await postJson(url, body, quick);
    expect(received.map((one) => [one.method, one.url, one.body])).toEqual([
      ['POST', '/SECRET/path?key=SECRET', JSON.stringify(body)],
      ['POST', '/there', JSON.stringify(body)],
    ]);
  });

  it('sends nothing to another origin', async () => {
    const other = await server(status(200));
    const { url } = await server(status(307, { location: other.url }));
    const error = await failureOf(postJson(url, body, quick));
    expect(error.message).toContain(other.origin);
    expectNoSecret(error);
    expect(other.received).toEqual([]);
  });

  it('ends with a redirect to itself', async () => {
    const { url, received } = await server(status(308, { location: '/again' }));
    expectNoSecret(await failureOf(postJson(url, body, quick)));
    expect(received.length).toBeLessThan(10);
  });

  it.each(['no address SECRET', 'ftp://SECRET@host/SECRET', ''])('refuses %j', async (url) => {
    const error = await failureOf(postJson(url, body, quick));
    expect(error.name).toBe('UserError');
    expectNoSecret(error);
  });

  it.each([
    ['before', 0],
    ['during an attempt or a wait', 150],
  ])('stops when the signal says so: %s', async (_, ms) => {
    const { url } = await server(status(500));
    const signal = ms === 0 ? AbortSignal.abort() : AbortSignal.timeout(ms);
    const start = monotonicSeconds();
    const error = await failureOf(postJson(url, body, { signal, firstWaitMs: 60_000 }));
    expect(error.name).toBe('InterruptedError');
    expect(monotonicSeconds() - start).toBeLessThan(5);
    expectNoSecret(error);
  });
});

describe('notify', () => {
  const report = {
    schema: 'winrepro/night-verdict/1',
    campaign: '20261125-020000-control-4f2a',
    recipe: 'control',
    at: '2026-11-25T02:00:00.000Z',
    machine: 'Büro 1',
    verdict: 'worse',
    variants: [],
  } as const;

  it('posts the report as it is', async () => {
    const { url, received } = await server(status(200));
    expect(await notify(url, report, quick)).toBeNull();
    expect(JSON.parse(received[0]?.body ?? '')).toEqual(report);
  });

  it('gives a sentence instead of an error', async () => {
    const { url, origin } = await server(status(404));
    const note = await notify(url, report, quick);
    expect(note).toContain(`the verdict was not posted: cannot post to ${origin}`);
    expect(note).not.toMatch(/SECRET/);
    expect(await notify('nonsense SECRET', report, quick)).not.toMatch(/SECRET/);
  });
});
