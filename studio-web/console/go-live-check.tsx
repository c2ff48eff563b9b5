/** What is missing before the show goes live, each line with its fix. Nobody is kept from going live. */
import { type JSX, useEffect, useId, useRef } from 'react';
import { classNames } from '../parts/class-names.ts';
import dialog from '../parts/dialog.module.css';
import { CheckIcon, WarningIcon } from '../parts/icons.tsx';
import type { CheckLine } from '../store/go-live-check.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import question from '../views/question-dialog.module.css';
import styles from './go-live-check.module.css';

export type GoLiveCheckProps = {
  readonly lines: readonly CheckLine[];
  readonly onAgain: () => void;
  readonly onAnyway: () => void;
  readonly onClose: () => void;
};

export function GoLiveCheck({ lines, onAgain, onAnyway, onClose }: GoLiveCheckProps): JSX.Element {
  const dialogRef = useRef<HTMLDialogElement>(null);
  const headingId = useId();
  const { check } = TEXTS.people;

  useEffect(() => {
    dialogRef.current?.showModal();
  }, []);

  return (
    <dialog ref={dialogRef} className={dialog.dialog} aria-labelledby={headingId} onClose={onClose}>
      <h2 id={headingId} className={dialog.heading}>
        {check.heading}
      </h2>
      <ul className={styles.lines}>
        {lines.map(({ name, isReady, blocks }) => (
          <li key={name} className={classNames(styles.line, !isReady && blocks && styles.missing)}>
            {isReady ? <CheckIcon /> : <WarningIcon />}
            <span>
              {check.lines[name]}
              <span className="only-read">: {isReady ? check.ok : check.missing}</span>
              {!isReady && <span className={styles.fix}>{check.fixes[name]}</span>}
            </span>
          </li>
        ))}
      </ul>
      <div className={question.answers}>
        <button
          type="button"
          className={classNames(controls.button, controls.primary, controls.large)}
          onClick={onAgain}
        >
          {check.again}
        </button>
        <button type="button" className={classNames(controls.button, controls.large)} onClick={onAnyway}>
          {check.anyway}
        </button>
        <button
          type="button"
          className={classNames(controls.button, controls.large, controls.quiet)}
          onClick={() => dialogRef.current?.close()}
        >
          {check.cancel}
        </button>
      </div>
    </dialog>
  );
}
