/** Opens what a person sets for this browser: language, theme, keys. */
import { type JSX, type ReactNode, useRef } from 'react';
import { useStore } from 'zustand';
import { classNames } from '../parts/class-names.ts';
import { Dialog } from '../parts/dialog.tsx';
import { SettingsIcon } from '../parts/icons.tsx';
import { browserSettings, changeSettings } from '../store/browser-settings.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import { LanguageSelect } from './language-select.tsx';
import { openShortcutSheet } from './shortcut-sheet.tsx';
import { Switch } from './switch.tsx';
import { ThemeSelect } from './theme-select.tsx';

/** `children` stand above the settings of the browser: what belongs to the place the button is in. */
export function SettingsButton({ children }: { children?: ReactNode }): JSX.Element {
  const dialogRef = useRef<HTMLDialogElement>(null);
  const letterKeys = useStore(browserSettings, (settings) => settings.letterKeys);
  return (
    <>
      <button
        type="button"
        className={classNames(controls.button, controls.quiet, controls.icon)}
        aria-label={TEXTS.settings.open}
        title={TEXTS.settings.open}
        aria-haspopup="dialog"
        onClick={() => dialogRef.current?.showModal()}
      >
        <SettingsIcon />
      </button>
      <Dialog dialogRef={dialogRef} heading={TEXTS.settings.open}>
        {children}
        <LanguageSelect />
        <ThemeSelect />
        <Switch
          name={TEXTS.settings.letterKeys}
          about={TEXTS.settings.letterKeysAbout}
          checked={letterKeys}
          onChange={(on) => changeSettings({ letterKeys: on })}
        />
        <button
          type="button"
          className={controls.button}
          onClick={() => {
            dialogRef.current?.close();
            openShortcutSheet();
          }}
        >
          {TEXTS.shortcuts.show}
        </button>
      </Dialog>
    </>
  );
}
