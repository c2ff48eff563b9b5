/** Puts the sentences that the page was served with, in English, into another language. */
import { chooseLanguage, LANGUAGE_KEY, type Language } from '../texts/language.ts';
import { readKept } from './kept.ts';
import { LISTEN_TEXTS, type ListenTexts } from './listen-texts.ts';

/** The language that was chosen in the studio of this browser, else the browser's own. */
export function pageLanguage(): Language {
  return chooseLanguage(readKept(LANGUAGE_KEY), navigator.languages);
}

/** Elements with `data-text` say that sentence; those with `data-name` have it as their accessible name. */
export function translatePage(page: Document, language: Language): void {
  const texts = LISTEN_TEXTS[language];
  page.documentElement.lang = language;
  for (const element of page.querySelectorAll<HTMLElement>('[data-text]')) {
    element.textContent = sentence(texts, element.dataset.text) ?? element.textContent;
  }
  for (const element of page.querySelectorAll<HTMLElement>('[data-name]')) {
    const name = sentence(texts, element.dataset.name);
    if (name !== null) element.setAttribute('aria-label', name);
  }
}

function sentence(texts: ListenTexts, key: string | undefined): string | null {
  const found = Object.entries(texts).find(([each]) => each === key)?.[1];
  return typeof found === 'string' ? found : null;
}
