/** One number of the processing: its name, a slider, and the value with its unit. */
import type { JSX } from 'react';
import { CONSOLE_TEXTS, type ConsoleTexts } from '../texts/console-texts.ts';
import { oneDecimal } from '../texts/numbers.ts';
import styles from './parameter-row.module.css';
import { useLiveValue } from './use-live-value.ts';

export function ParameterRow({
  name,
  unit,
  range,
  value,
  onMove,
}: {
  name: keyof ConsoleTexts['processing']['parameters'];
  unit: string;
  range: { readonly min: number; readonly max: number; readonly step: number };
  value: number;
  onMove: (value: number) => Promise<unknown>;
}): JSX.Element {
  const live = useLiveValue(value, onMove);
  const title = CONSOLE_TEXTS.processing.parameters[name];
  const text = `${range.step < 1 ? oneDecimal(live.shown) : live.shown} ${unit}`;
  return (
    <label className={styles.row}>
      <span>{title}</span>
      <input
        type="range"
        aria-label={title}
        aria-valuetext={text}
        min={range.min}
        max={range.max}
        step={range.step}
        value={live.shown}
        onChange={(event) => live.move(event.currentTarget.valueAsNumber)}
        onPointerDown={live.hold}
        onPointerUp={live.release}
        onPointerCancel={live.release}
      />
      <span className={styles.value} aria-hidden="true">
        {text}
      </span>
    </label>
  );
}
