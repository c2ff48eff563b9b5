/** A window over the page with a heading and a way out. The browser's own dialog keeps the focus inside and closes on Escape. */
import { type JSX, type ReactNode, type RefObject, useId } from 'react';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import { classNames } from './class-names.ts';
import styles from './dialog.module.css';
import { CloseIcon } from './icons.tsx';

export type DialogProps = {
  /** Opened with `showModal()` and closed with `close()` by whoever holds it. */
  readonly dialogRef: RefObject<HTMLDialogElement | null>;
  readonly heading: string;
  readonly children: ReactNode;
  readonly onClose?: () => void;
};

export function Dialog({ dialogRef, heading, children, onClose }: DialogProps): JSX.Element {
  const headingId = useId();
  return (
    <dialog ref={dialogRef} className={styles.dialog} aria-labelledby={headingId} onClose={onClose}>
      <div className={styles.head}>
        <h2 id={headingId} className={styles.heading}>
          {heading}
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
      {children}
    </dialog>
  );
}
