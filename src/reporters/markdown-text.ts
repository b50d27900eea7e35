import { oneLine } from './printable.ts';

/** What a child, a compiler or a recipe said must not become markup, a link or a mention. */
export function escapeInline(text: string): string {
  return oneLine(text).replaceAll(/[\\`*_~[\]<>@#]/g, (character) => `\\${character}`);
}
