import { InternalError } from '../system/errors.ts';

/** A debugger's script with the words in double braces filled in. */
export function fillTemplate(template: string, words: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{\{([\w-]+)\}\}/g, (_whole, name: string) => {
    const word = words[name];
    if (word === undefined)
      throw new InternalError(`nothing fills {{${name}}} in a debugger's script`);
    return word;
  });
}
