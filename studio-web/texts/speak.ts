/** The language of the page: loads its sentences, puts them in place, and tells whoever draws them. */
import { type ConsoleTexts, ENGLISH_CONSOLE, setConsoleTexts } from './console-texts.ts';
import { ENGLISH_ERRORS, type ErrorTexts, setErrorTexts } from './error-texts.ts';
import type { Language } from './language.ts';
import { setNumberLanguage } from './numbers.ts';
import { type Catalogue, ENGLISH, setCatalogue } from './texts.ts';

type Words = {
  readonly catalogue: Catalogue;
  readonly errors: ErrorTexts;
  readonly consoleTexts: ConsoleTexts;
};

/** English is part of the page; the others are loaded when somebody wants them. */
const LOADERS: Record<Language, () => Promise<Words>> = {
  en: async () => ({ catalogue: ENGLISH, errors: ENGLISH_ERRORS, consoleTexts: ENGLISH_CONSOLE }),
  de: async () => {
    const [{ GERMAN }, { GERMAN_ERRORS }, { GERMAN_CONSOLE }] = await Promise.all([
      import('./german.ts'),
      import('./german-errors.ts'),
      import('./german-console.ts'),
    ]);
    return { catalogue: GERMAN, errors: GERMAN_ERRORS, consoleTexts: GERMAN_CONSOLE };
  },
};

let spoken: Language = 'en';
const listeners = new Set<() => void>();

export function spokenLanguage(): Language {
  return spoken;
}

/** Says everything in `language` from now on. When it cannot be loaded, the page goes on in the language it has. */
export async function speak(language: Language): Promise<void> {
  try {
    const { catalogue, errors, consoleTexts } = await LOADERS[language]();
    setCatalogue(catalogue);
    setErrorTexts(errors);
    setConsoleTexts(consoleTexts);
    setNumberLanguage(language);
    spoken = language;
  } catch (error) {
    console.warn(`The language ${language} could not be loaded.`, error);
  }
  document.documentElement.lang = spoken;
  for (const listener of [...listeners]) listener();
}

/** Calls `listener` after every change of language. Returns the way to unsubscribe. */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
