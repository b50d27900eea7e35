import { fileURLToPath } from 'node:url';

/** The folder of the installed package: recipes/ and templates/ lie in it. */
export const packageRoot = fileURLToPath(new URL('../..', import.meta.url));

/** The compiled keeper, beside the compiled CLI. */
export const keeperProgram = new URL('../system/keeper-process.js', import.meta.url);
