/** One number of the processing: its name, a slider, and the value with its unit. */
import type { JSX } from 'react';
import { CONSOLE_TEXTS, type ConsoleTexts } from '../texts/console-texts.ts';
import { oneDecimal } from '../texts/numbers.ts';
import { LiveRange, type LiveRangeProps } from './live-range.tsx';
import styles from './parameter-row.module.css';
import { useLiveValue } from './use-live-value.ts';

export type ParameterRowProps = {
  readonly name: keyof ConsoleTexts['processing']['parameters'];
  readonly unit: string;
  readonly range: LiveRangeProps['range'];
  readonly value: number;
  readonly onMove: (value: number) => Promise<unknown>;
};

export function ParameterRow({ name, unit, range, value, onMove }: ParameterRowProps): JSX.Element {
  const live = useLiveValue(value, onMove);
  const title = CONSOLE_TEXTS.processing.parameters[name];
  const text = `${range.step < 1 ? oneDecimal(live.shown) : live.shown} ${unit}`;
  return (
    <label className={styles.row}>
      <span>{title}</span>
      <LiveRange live={live} name={title} text={text} range={range} />
      <span className={styles.value} aria-hidden="true">
        {text}
      </span>
    </label>
  );
}
