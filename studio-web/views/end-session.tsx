/** Ends the session for everybody, after one question in a dialog. "Stop broadcast" is something else: the room goes on. */
import { type JSX, useId, useRef } from 'react';
import { classNames } from '../parts/class-names.ts';
import dialog from '../parts/dialog.module.css';
import { useStudio } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import styles from './question-dialog.module.css';

export function EndSession(): JSX.Element {
  const studio = useStudio();
  const dialogRef = useRef<HTMLDialogElement>(null);
  const headingId = useId();
  const { actions } = TEXTS.people;
  return (
    <>
      <button
        type="button"
        className={classNames(controls.button, styles.danger)}
        aria-haspopup="dialog"
        onClick={() => dialogRef.current?.showModal()}
      >
        {actions.end}
      </button>
      <dialog ref={dialogRef} className={dialog.dialog} aria-labelledby={headingId}>
        <h2 id={headingId} className={dialog.heading}>
          {actions.end}
        </h2>
        <p className={styles.text}>{actions.endText}</p>
        <div className={styles.answers}>
          <button
            type="button"
            className={classNames(controls.button, controls.large)}
            onClick={() => dialogRef.current?.close()}
          >
            {actions.cancel}
          </button>
          <button
            type="button"
            className={classNames(controls.button, controls.large, styles.danger)}
            onClick={() => {
              dialogRef.current?.close();
              void studio.run('room.end', {});
            }}
          >
            {actions.endSure}
          </button>
        </div>
      </dialog>
    </>
  );
}
