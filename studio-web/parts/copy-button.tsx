/** A button that puts a text on the clipboard and says so for a moment. */
import { type JSX, useEffect, useState } from 'react';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import { classNames } from './class-names.ts';
import styles from './copy-button.module.css';
import { CheckIcon, CopyIcon } from './icons.tsx';

const SHOWN_MS = 2_000;

export function CopyButton({ text, name }: { text: string; name: string }): JSX.Element {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);

  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      setOutcome('failed');
    }
  };

  return (
    <button
      type="button"
      className={classNames(controls.button, controls.small, styles.copy)}
      aria-label={name}
      title={name}
      onClick={() => void copy()}
    >
      {outcome === 'copied' ? <CheckIcon /> : <CopyIcon />}
      <span className={styles.outcome} aria-live="polite">
        {outcome === null ? null : TEXTS.copy[outcome]}
      </span>
    </button>
  );
}
