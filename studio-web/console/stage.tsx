/** One stage of the processing: its switch, what it is for, and its numbers. */
import type { JSX, ReactNode } from 'react';
import type { ProcessingStage } from '#protocol/processing.ts';
import { classNames } from '../parts/class-names.ts';
import controls from '../styles/controls.module.css';
import { CONSOLE_TEXTS } from '../texts/console-texts.ts';
import styles from './processing-panel.module.css';

export function Stage({
  stage,
  isOn,
  onSwitch,
  children,
}: {
  stage: ProcessingStage;
  isOn: boolean;
  onSwitch: (on: boolean) => unknown;
  children: ReactNode;
}): JSX.Element {
  const { stages, about } = CONSOLE_TEXTS.processing;
  return (
    <fieldset className={classNames(styles.stage, !isOn && styles.isOff)} aria-label={stages[stage]}>
      <label className={classNames(controls.switch, styles.switch)}>
        <input type="checkbox" checked={isOn} onChange={(event) => onSwitch(event.currentTarget.checked)} />
        <span className={styles.stageName}>{stages[stage]}</span>
      </label>
      <p className={styles.about}>{about[stage]}</p>
      <div className={styles.rows}>{children}</div>
    </fieldset>
  );
}
