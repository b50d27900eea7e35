/** Markup of one language, made by that language's template and by nothing else. */
class MarkupText<Language extends string> {
  readonly language: Language;
  readonly #text: string;

  constructor(language: Language, text: string) {
    this.language = language;
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type Markup<Language extends string> = MarkupText<Language>;

/** What a template takes in: texts and numbers are escaped, null is nothing. */
export type MarkupValue<Language extends string> =
  string | number | null | Markup<Language> | readonly Markup<Language>[];

export type MarkupTag<Language extends string> = (
  strings: TemplateStringsArray,
  ...values: readonly MarkupValue<Language>[]
) => Markup<Language>;

/**
 * A template that escapes everything but what itself has made, so that forgetting is not possible.
 * The template throws TypeError for an attribute without quotes, where escaping would not help.
 */
export function markupTag<Language extends string>(
  language: Language,
  escape: (text: string) => string,
): MarkupTag<Language> {
  return (strings, ...values) => {
    const parts = strings.map((text, index) => {
      const value = values[index];
      if (value === undefined) return text;
      if (text.endsWith('=')) throw new TypeError(`an attribute without quotes after ${text}`);
      return text + valueText(value, language, escape);
    });
    return new MarkupText(language, parts.join(''));
  };
}

function valueText<Language extends string>(
  value: MarkupValue<Language>,
  language: Language,
  escape: (text: string) => string,
): string {
  if (value === null) return '';
  if (typeof value === 'string' || typeof value === 'number') return escape(String(value));
  if (value instanceof MarkupText) {
    return value.language === language ? value.toString() : escape(value.toString());
  }
  return value.map((one) => valueText(one, language, escape)).join('');
}
