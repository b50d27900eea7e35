import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Builds the CLI once: what is tested is what is shipped, plain JavaScript under plain node. */
export function setup(): void {
  const compiler = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'];
  execFileSync(process.execPath, compiler, { cwd: root, stdio: 'inherit' });
}
