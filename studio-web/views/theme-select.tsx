/** The choice between dark, light, and what the computer is set to. */
import { type JSX, useId } from 'react';
import { useStore } from 'zustand';
import { classNames } from '../parts/class-names.ts';
import { browserSettings, changeSettings } from '../store/browser-settings.ts';
import { THEMES } from '../store/settings-values.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';

export function ThemeSelect(): JSX.Element {
  const id = useId();
  const theme = useStore(browserSettings, (settings) => settings.theme);
  return (
    <div>
      <label className={controls.label} htmlFor={id}>
        {TEXTS.settings.theme}
      </label>
      <select
        id={id}
        className={classNames(controls.field, controls.select)}
        value={theme}
        onChange={(event) => {
          const chosen = THEMES.find((each) => each === event.currentTarget.value);
          if (chosen !== undefined) changeSettings({ theme: chosen });
        }}
      >
        {THEMES.map((each) => (
          <option key={each} value={each}>
            {TEXTS.settings.themes[each]}
          </option>
        ))}
      </select>
    </div>
  );
}
