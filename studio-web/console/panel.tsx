/** A band of the console that opens above the strips, so that it covers nothing. Takes the focus, and closes on Escape. */
import { type JSX, type ReactNode, useEffect, useRef } from 'react';
import { classNames } from '../parts/class-names.ts';
import { CloseIcon } from '../parts/icons.tsx';
import controls from '../styles/controls.module.css';
import styles from './panel.module.css';

export type PanelProps = {
  readonly id: string;
  readonly name: string;
  /** What it is about: when that changes, the focus comes here again. */
  readonly about?: string;
  readonly className?: string | undefined;
  readonly closeName: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

export function Panel({
  id,
  name,
  about = id,
  className,
  closeName,
  onClose,
  children,
}: PanelProps): JSX.Element {
  const panelRef = useRef<HTMLElement>(null);

  useEffect(() => {
    if (about !== '') panelRef.current?.focus();
  }, [about]);

  return (
    <section
      id={id}
      ref={panelRef}
      tabIndex={-1}
      className={classNames(styles.panel, className)}
      aria-label={name}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      {children}
      <button
        type="button"
        className={classNames(controls.button, controls.quiet, controls.icon, styles.close)}
        aria-label={closeName}
        title={closeName}
        onClick={onClose}
      >
        <CloseIcon />
      </button>
    </section>
  );
}
