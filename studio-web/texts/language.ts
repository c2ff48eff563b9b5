/** Which language a page speaks. Pure. */

/** Each in its own words, as a list of languages names them. */
export const LANGUAGE_NAMES = { en: 'English', de: 'Deutsch' } as const;

export type Language = keyof typeof LANGUAGE_NAMES;

export const LANGUAGES: readonly Language[] = ['en', 'de'];

/** Where the choice is kept; the listener page reads it as well. */
export const LANGUAGE_KEY = 'openstudio.language';

/** The saved choice, else the first language of the browser that we speak, else English. Tags are BCP 47: "de-AT" is German. */
export function chooseLanguage(saved: string | null, wanted: readonly string[]): Language {
  return toLanguage(saved) ?? wanted.map(toLanguage).find((language) => language !== null) ?? 'en';
}

export function toLanguage(tag: string | null): Language | null {
  const primary = tag?.split('-')[0]?.toLowerCase();
  return LANGUAGES.find((language) => language === primary) ?? null;
}
