import { rm, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { MirrorAction } from '../../../src/pipeline/action.ts';
import { performMirror, renderMirror } from '../../../src/pipeline/actions/mirror.ts';
import { InterruptedError } from '../../../src/system/errors.ts';
import { failure, git, onBench, put, repository } from './git-bench.ts';

function mirrorOf(folder: string, ref: string, commit: string | null = null): MirrorAction {
  const mirror = join(folder, 'mirrors', 'quelle ü.git');
  return { kind: 'mirror', repository: join(folder, 'Quelle ü'), mirror, ref, commit };
}

test('a tag comes with its object, without history, and is offline work from then on', async () => {
  await onBench(async ({ folder, tools }) => {
    const action = mirrorOf(folder, 'v1.2.0');
    const first = repository(action.repository, { 'a.c': '1\n' }, ['v1.1.0']);
    put(action.repository, { 'a.c': '2\n' });
    git(action.repository, 'commit', '-qam', 'second');
    git(action.repository, 'tag', '-a', '-m', 'x', 'v1.2.0');
    await performMirror(action, tools);
    expect(git(action.mirror, 'describe', 'v1.2.0')).toBe('v1.2.0');
    expect(git(action.mirror, 'tag', '--list')).toBe('v1.2.0');
    expect(git(action.mirror, 'config', 'core.autocrlf')).toBe('false');
    expect(() => git(action.mirror, 'cat-file', '-e', first)).toThrow();
    await rm(action.repository, { recursive: true });
    await performMirror(action, tools);
    const error = await failure(performMirror({ ...action, ref: 'v1.1.0' }, tools));
    expect(error.message).toMatch(/^tag v1\.1\.0 could not be fetched from .*Quelle ü: check/);
    expect(error.evidence).toContain('does not appear to be a git repository');
  });
});

test('an interrupted mirror, with the locks of a killed git, is completed', async () => {
  await onBench(async ({ folder, tools }) => {
    const action = mirrorOf(folder, 'v1');
    repository(action.repository, { 'a.c': '1\n' }, ['v1']);
    put(action.mirror, { 'shallow.lock': '', 'config.lock': '', 'refs/tags/v1.lock': '' });
    await performMirror(action, tools);
    expect(git(action.mirror, 'show', 'v1:a.c')).toBe('1');
  });
});

test('a bare repository is a source too', async () => {
  await onBench(async ({ folder, tools }) => {
    const action = mirrorOf(folder, 'v1');
    repository(join(folder, 'work'), { 'a.c': '1\n' }, ['v1']);
    git(folder, 'clone', '--quiet', '--bare', join(folder, 'work'), action.repository);
    await performMirror(action, tools);
    expect(git(action.mirror, 'show', 'v1:a.c')).toBe('1');
  });
});

test('a missing tag is named with the nearest ones, and is not asked for twice', async () => {
  await onBench(async ({ folder, tools, log }) => {
    const action = mirrorOf(folder, 'v1.21');
    repository(action.repository, { 'a.c': '1\n' }, ['v0.5', 'v1.20.0', 'v1.21.0', 'other']);
    const error = await failure(performMirror(action, tools));
    expect(error.message).toMatch(
      / has no tag v1\.21: mend .* nearest of its tags are v1\.21\.0, v/,
    );
    expect((await log()).match(/couldn't find/g)).toHaveLength(1);
  });
});

test('a repository without tags is said to have none', async () => {
  await onBench(async ({ folder, tools }) => {
    const action = mirrorOf(folder, 'v1');
    repository(action.repository, { 'a.c': '1\n' }, []);
    expect((await failure(performMirror(action, tools))).message).toMatch(/it has no tags at all$/);
  });
});

test('another commit than the recipe says is refused, and its tag is not kept', async () => {
  await onBench(async ({ folder, tools }) => {
    const action = mirrorOf(folder, 'v1', 'ABCDEF12');
    const commit = repository(action.repository, { 'a.c': '1\n' }, ['v1']);
    const error = await failure(performMirror(action, tools));
    expect(error.message).toContain(
      `is commit ${commit}, not ABCDEF12 as the recipe says: the tag`,
    );
    expect(git(action.mirror, 'tag', '--list')).toBe('');
    await performMirror({ ...action, commit: commit.slice(0, 9).toUpperCase() }, tools);
    expect(git(action.mirror, 'rev-parse', 'v1^{commit}')).toBe(commit);
  });
});

test('a tag that was moved meanwhile is fetched again for a recipe that names its commit', async () => {
  await onBench(async ({ folder, tools }) => {
    const action = mirrorOf(folder, 'v1');
    repository(action.repository, { 'a.c': '1\n' }, ['v1']);
    await performMirror(action, tools);
    put(action.repository, { 'a.c': '2\n' });
    git(action.repository, 'commit', '-qam', 'second');
    git(action.repository, 'tag', '-a', '-f', '-m', 'x', 'v1');
    const commit = git(action.repository, 'rev-parse', 'HEAD');
    await performMirror({ ...action, commit }, tools);
    expect(git(action.mirror, 'show', 'v1:a.c')).toBe('2');
  });
});

/** In the Windows bed, git's CGI program is on the Linux side of Wine, and no stdin leads there. */
const noBackend = process.platform === 'win32' && process.env['WINEPREFIX'] !== undefined;

/** Serves the repositories of a folder by git's own CGI program, and refuses the first requests. */
async function serve(
  root: string,
  refusals: number,
): Promise<{ url: string; refused: () => number }> {
  let refused = 0;
  const server = createServer((request, response) => {
    if (refused < refusals) {
      refused += 1;
      response.writeHead(503).end();
    } else {
      answer(root, request, response);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/quelle.git`, refused: () => refused };
}

function answer(root: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? '/', 'http://host');
  const backend = spawn('git', ['-c', 'safe.directory=*', 'http-backend'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...process.env,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
  });
  request.pipe(backend.stdin);
  const parts: Buffer[] = [];
  backend.stdout.on('data', (part: Buffer) => parts.push(part));
  backend.on('close', () => {
    const all = Buffer.concat(parts);
    const end = all.indexOf('\r\n\r\n');
    for (const line of all.subarray(0, end).toString('latin1').split('\r\n')) {
      const [name = '', value = ''] = line.split(/: (.*)/);
      if (name === 'Status') response.statusCode = parseInt(value, 10);
      else response.setHeader(name, value);
    }
    response.end(all.subarray(end + 4));
  });
}

test.skipIf(noBackend)(
  'a server that fails first is asked again, after 1 and 2 seconds (not where git.exe is a stand-in)',
  async () => {
    await onBench(async ({ folder, tools, log }) => {
      repository(join(folder, 'q'), { 'a.c': '1\n' }, ['v1']);
      git(folder, 'clone', '--quiet', '--bare', 'q', 'quelle.git');
      const { url, refused } = await serve(folder, 2);
      const action: MirrorAction = { ...mirrorOf(folder, 'v1'), repository: url };
      const before = performance.now();
      await performMirror(action, tools);
      expect(performance.now() - before).toBeGreaterThan(3000);
      expect(refused()).toBe(2);
      expect((await log()).match(/503/g)).toHaveLength(2);
      expect(git(action.mirror, 'describe', 'v1')).toBe('v1');
      const error = await failure(performMirror({ ...action, ref: 'v2' }, tools));
      expect(error.message).toContain('the nearest of its tags are v1');
    });
  },
);

test.skipIf(noBackend)(
  'a repository that the server does not have is asked for once (not where git.exe is a stand-in)',
  async () => {
    await onBench(async ({ folder, tools, log }) => {
      const { url } = await serve(folder, 0);
      const error = await failure(
        performMirror({ ...mirrorOf(folder, 'v1'), repository: url }, tools),
      );
      expect(error.message).toMatch(
        /^tag v1 could not be fetched from http:.*quelle\.git: check the/,
      );
      expect(error.evidence).toContain('not found');
      expect((await log()).match(/not found/g)).toHaveLength(1);
    });
  },
);

test('a server that stays away is given up after four tries', { timeout: 60_000 }, async () => {
  await onBench(async ({ folder, tools }) => {
    const { url, refused } = await serve(folder, 1000);
    const error = await failure(
      performMirror({ ...mirrorOf(folder, 'v1'), repository: url }, tools),
    );
    expect(refused()).toBe(4);
    expect(error.message).toMatch(/ in 4 tries: check the address, the network and its proxy/);
    expect(error.evidence).toContain('503');
  });
});

test('Ctrl-C while waiting for the network ends at once', async () => {
  await onBench(async ({ folder, tools, controller }) => {
    const { url } = await serve(folder, 100);
    const action: MirrorAction = { ...mirrorOf(folder, 'v1'), repository: url };
    setTimeout(() => controller.abort(), 1200);
    const before = performance.now();
    await expect(performMirror(action, tools)).rejects.toBeInstanceOf(InterruptedError);
    expect(performance.now() - before).toBeLessThan(4000);
  });
});

test('a repository named like an option is not taken for one', async () => {
  await onBench(async ({ folder, tools }) => {
    const action = { ...mirrorOf(folder, 'v1'), repository: '--upload-pack=touch owned' };
    const error = await failure(performMirror(action, tools));
    expect(error.evidence).toMatch(/strange|does not appear|not a git repository/);
    await expect(writeFile(join(folder, 'logs', 'owned'), '', { flag: 'wx' })).resolves.toBe(
      undefined,
    );
  });
});

test('the commands say what is done, for both shells', () => {
  const action: MirrorAction = {
    kind: 'mirror',
    repository: 'https://example.org/a.git',
    mirror: '/w/m ü.git',
    ref: 'v1',
    commit: 'abc',
  };
  const posix = renderMirror(action, 'linux');
  expect(posix[0]).toBe('export GIT_TERMINAL_PROMPT=0');
  expect(posix).toContain("git init --quiet --bare --template= -- '/w/m ü.git'");
  expect(posix.at(-3)).toContain(
    '--depth=1 --no-tags -- https://example.org/a.git +refs/tags/v1:refs/tags/v1',
  );
  expect(posix.at(-2)).toBe('# must print a commit that begins with abc:');
  const windows = renderMirror(action, 'win32');
  expect(windows.filter((line) => line === 'set "GIT_TERMINAL_PROMPT=0"')).toHaveLength(1);
  expect(windows.at(-1)).toMatch(/^git .* "refs\/tags\/v1\^\{commit\}"$/);
});
