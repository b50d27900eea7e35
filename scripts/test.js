// `npm test [-- vitest arguments]`: sets up on a fresh clone, then runs the tests.
import path from 'node:path';
import { ensureReady, root, runNode } from './setup/ensure-ready.js';

ensureReady();
const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
process.exit(await runNode(vitest, 'run', ...process.argv.slice(2)));
