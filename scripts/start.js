// `npm start [-- arguments]`: sets up on a fresh clone, then runs winrepro (by default the main job).
import path from 'node:path';
import { ensureReady, root, runNode } from './setup/ensure-ready.js';

ensureReady();
const given = process.argv.slice(2);
const args = given.length === 0 ? ['run'] : given;
process.exit(await runNode(path.join(root, 'dist', 'cli', 'main.js'), ...args));
