/** The choice of a language. It is taken at once and kept for the next visit. */
import { type JSX, useId, useSyncExternalStore } from 'react';
import { safeStorage } from '../connection/safe-storage.ts';
import { classNames } from '../parts/class-names.ts';
import controls from '../styles/controls.module.css';
import { LANGUAGE_KEY, LANGUAGE_NAMES, LANGUAGES, toLanguage } from '../texts/language.ts';
import { onLanguage, speak, spokenLanguage } from '../texts/speak.ts';
import { TEXTS } from '../texts/texts.ts';

export function LanguageSelect(): JSX.Element {
  const id = useId();
  const language = useSyncExternalStore(onLanguage, spokenLanguage);
  return (
    <div>
      <label className={controls.label} htmlFor={id}>
        {TEXTS.settings.language}
      </label>
      <select
        id={id}
        className={classNames(controls.field, controls.select)}
        value={language}
        onChange={(event) => {
          const chosen = toLanguage(event.currentTarget.value) ?? language;
          safeStorage(() => window.localStorage).setItem(LANGUAGE_KEY, chosen);
          void speak(chosen);
        }}
      >
        {LANGUAGES.map((each) => (
          <option key={each} value={each} lang={each}>
            {LANGUAGE_NAMES[each]}
          </option>
        ))}
      </select>
    </div>
  );
}
