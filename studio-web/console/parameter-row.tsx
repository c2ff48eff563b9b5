/** One number of the processing: its name, a slider, and the value with its unit. */
import type { JSX } from 'react';
import { PARAMETER_NAMES } from '../texts/console-texts.ts';
import styles from './parameter-row.module.css';
import { useLiveValue } from './use-live-value.ts';

export function ParameterRow({
  name,
  unit,
  range,
  value,
  onMove,
}: {
  name: keyof typeof PARAMETER_NAMES;
  unit: string;
  range: { readonly min: number; readonly max: number; readonly step: number };
  value: number;
  onMove: (value: number) => Promise<unknown>;
}): JSX.Element {
  const live = useLiveValue(value, onMove);
  const text = `${range.step < 1 ? live.shown.toFixed(1) : live.shown} ${unit}`;
  return (
    <label className={styles.row}>
      <span>{PARAMETER_NAMES[name]}</span>
      <input
        type="range"
        aria-label={PARAMETER_NAMES[name]}
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
