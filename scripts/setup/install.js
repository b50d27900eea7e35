// Installs the dependencies and builds, when needed: what `npm start` and `npm test` do first.
import { ensureReady } from './ensure-ready.js';

ensureReady();
