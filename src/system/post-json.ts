import { nowIso, sleep } from './clock.ts';
import { EnvironmentError, InterruptedError, UserError } from './errors.ts';
import { errorCode } from './file-error.ts';

export interface PostOptions {
  readonly signal: AbortSignal;
  /** Default 5. */
  readonly attempts?: number;
  /** Of each attempt; default 15,000. */
  readonly timeoutMs?: number;
  /** Before the second attempt, doubled before each further one; default 1,000. */
  readonly firstWaitMs?: number;
  /** A server that asks for more (Retry-After) is not waited for; default 120,000. */
  readonly longestWaitMs?: number;
}

/**
 * Posts a value as JSON, again and again when the network, or a server that is busy (408, 429, 5xx),
 * fails. The address may be a secret: what is thrown names its origin and nothing else, and has no
 * cause, because fetch's own errors quote the address. Redirects are followed with the body on the
 * same origin only, and only those that keep the method (307, 308).
 *
 * @throws UserError when it is no http(s) address; EnvironmentError when it cannot be delivered;
 *   InterruptedError when the signal stopped it.
 */
export async function postJson(url: string, body: unknown, options: PostOptions): Promise<void> {
  const target = targetOf(url);
  const attempts = options.attempts ?? 5;
  const request = { target, body: JSON.stringify(body), options };
  for (let attempt = 1; ; attempt += 1) {
    if (options.signal.aborted) throw interrupted(target);
    const answer = await attemptOnce(request);
    if (answer.kind === 'delivered') return;
    if (answer.kind === 'refused' || attempt === attempts) {
      const tried = attempt === 1 ? '' : `, the last of ${attempt} attempts`;
      throw new EnvironmentError(
        `cannot post to ${target.url.origin}: ${answer.words}${tried}; check the address and the network`,
      );
    }
    await pause(answer, attempt, request);
  }
}

interface Target {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

/** fetch takes no user and password in an address, and quotes both when it says so. */
function targetOf(text: string): Target {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new UserError(
      'the address to post to is no http or https address: give one such as https://hooks.example.org/...',
    );
  }
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'user-agent': 'winrepro',
  };
  if (url.username !== '' || url.password !== '') {
    const pair = `${decoded(url.username)}:${decoded(url.password)}`;
    headers['authorization'] = `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
  }
  url.username = '';
  url.password = '';
  url.hash = '';
  return { url, headers };
}

/** A lone percent sign stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

type Answer =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'refused'; readonly words: string }
  | { readonly kind: 'busy'; readonly words: string; readonly waitMs: number | null };

interface PostRequest {
  readonly target: Target;
  readonly body: string;
  readonly options: PostOptions;
}

const MOST_REDIRECTS = 5;

async function attemptOnce(request: PostRequest): Promise<Answer> {
  const { target, options } = request;
  const limit = AbortSignal.timeout(options.timeoutMs ?? 15_000);
  const signal = AbortSignal.any([options.signal, limit]);
  let { url } = target;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    let response: Response;
    try {
      response = await send(url, request, signal);
    } catch (error) {
      if (options.signal.aborted) throw interrupted(target);
      const words = limit.aborted ? 'it did not answer in time' : networkWords(error);
      return { kind: 'busy', words, waitMs: null };
    }
    if (response.status !== 307 && response.status !== 308) return answerOf(response);
    const location = response.headers.get('location') ?? '';
    if (!URL.canParse(location, url.href)) {
      return {
        kind: 'refused',
        words: `its server answered ${response.status} without an address`,
      };
    }
    const next = new URL(location, url);
    if (next.origin !== url.origin) {
      const words = `it sends on to ${next.origin}, where nothing was sent`;
      return { kind: 'refused', words };
    }
    url = next;
  }
  return { kind: 'refused', words: 'it redirects without an end' };
}

async function send(url: URL, request: PostRequest, signal: AbortSignal): Promise<Response> {
  const response = await fetch(url, {
    method: 'POST',
    headers: request.target.headers,
    body: request.body,
    redirect: 'manual',
    signal,
  });
  // Nothing of the answer's body is of use, and unread it would hold the connection.
  await response.body?.cancel().catch(() => undefined);
  return response;
}

function answerOf(response: Response): Answer {
  if (response.ok) return { kind: 'delivered' };
  const { status } = response;
  const words = `its server answered ${status}`;
  if (status < 500 && status !== 408 && status !== 429) return { kind: 'refused', words };
  return { kind: 'busy', words, waitMs: retryAfterMs(response.headers.get('retry-after')) };
}

/** Seconds, or a date (RFC 9110, 10.2.3); null without one. */
function retryAfterMs(text: string | null): number | null {
  if (text === null) return null;
  if (/^\s*\d+\s*$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - Date.parse(nowIso()));
}

/** Only the code: messages may quote the address. */
function networkWords(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return `no connection (${errorCode(cause) ?? errorCode(error) ?? 'fetch failed'})`;
}

/** Half of the wait is random: many machines that fail at once do not come back at once. */
async function pause(
  answer: Extract<Answer, { kind: 'busy' }>,
  attempt: number,
  { target, options }: PostRequest,
): Promise<void> {
  const longest = options.longestWaitMs ?? 120_000;
  if (answer.waitMs !== null && answer.waitMs > longest) {
    throw new EnvironmentError(
      `cannot post to ${target.url.origin}: ${answer.words} and asks to wait ${Math.round(answer.waitMs / 1000)} s; try again then`,
    );
  }
  const grown = (options.firstWaitMs ?? 1000) * 2 ** (attempt - 1);
  const wait = Math.max(answer.waitMs ?? 0, grown * (0.5 + Math.random() / 2));
  try {
    await sleep(Math.min(wait, longest), options.signal);
  } catch {
    throw interrupted(target);
  }
}

function interrupted({ url }: Target): InterruptedError {
  return new InterruptedError(`interrupted while posting to ${url.origin}`);
}
