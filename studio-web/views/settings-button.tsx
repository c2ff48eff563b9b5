/** Opens what a person sets for this browser, in a dialog of the browser's own: it keeps the focus and closes on Escape. */
import { type JSX, useId, useRef, useState } from 'react';
import { classNames } from '../parts/class-names.ts';
import { CloseIcon, SettingsIcon } from '../parts/icons.tsx';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import { LanguageSelect } from './language-select.tsx';
import styles from './settings-button.module.css';

export function SettingsButton(): JSX.Element {
  const dialogRef = useRef<HTMLDialogElement>(null);
  const headingId = useId();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className={classNames(controls.button, controls.quiet, controls.icon)}
        aria-label={TEXTS.settings.open}
        title={TEXTS.settings.open}
        aria-haspopup="dialog"
        onClick={() => {
          setOpen(true);
          dialogRef.current?.showModal();
        }}
      >
        <SettingsIcon />
      </button>
      <dialog
        ref={dialogRef}
        className={styles.dialog}
        aria-labelledby={headingId}
        onClose={() => setOpen(false)}
      >
        {isOpen && (
          <>
            <div className={styles.head}>
              <h2 id={headingId} className={styles.heading}>
                {TEXTS.settings.open}
              </h2>
              <button
                type="button"
                className={classNames(controls.button, controls.quiet, controls.icon)}
                aria-label={TEXTS.settings.close}
                title={TEXTS.settings.close}
                onClick={() => dialogRef.current?.close()}
              >
                <CloseIcon />
              </button>
            </div>
            <LanguageSelect />
          </>
        )}
      </dialog>
    </>
  );
}
