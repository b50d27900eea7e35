import type { ErrorCode, YAMLError } from 'yaml';

/** What is most likely to be done about each kind of syntax error. */
const nextMoves: Partial<Record<ErrorCode, string>> = {
  BAD_ALIAS: 'quote it if it is no alias',
  BAD_DQ_ESCAPE: 'write \\\\ for a backslash, or use single quotes',
  BAD_INDENT: 'align it with its neighbours, or close the bracket above',
  BAD_SCALAR_START: 'put the value in single quotes',
  BLOCK_AS_IMPLICIT_KEY: 'put the value in single quotes if it holds a colon',
  MISSING_CHAR: 'close the quote or bracket, or add the missing sign',
  MULTILINE_IMPLICIT_KEY: 'a colon may be missing',
  TAB_AS_INDENT: 'indent with blanks',
  TAG_RESOLVE_FAILED: 'leave the tag out, or quote the value',
  UNEXPECTED_TOKEN: 'check the quotes, brackets and colons before it',
};

/** What is wrong with text that is no YAML, and what to try. */
export function syntaxSentence({ code, message }: Pick<YAMLError, 'code' | 'message'>): string {
  if (code === 'RESOURCE_EXHAUSTION') return 'not a recipe: brackets are nested too deeply';
  if (code === 'MULTIPLE_DOCS') {
    return 'a recipe is one YAML document; take out the "---" line and what follows it';
  }
  return `not YAML: ${message}; ${nextMoves[code] ?? 'correct it'}`;
}
