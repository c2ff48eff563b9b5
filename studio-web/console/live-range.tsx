/** A native slider that the own hand moves at once. Its label stands around it. */
import type { JSX } from 'react';
import type { LiveValue } from './use-live-value.ts';

export type LiveRangeProps = {
  readonly live: LiveValue;
  readonly name: string;
  /** What is said of the value. */
  readonly text: string;
  readonly range: { readonly min: number; readonly max: number; readonly step: number };
  readonly className?: string | undefined;
  /** Where a double click puts it, if anywhere. */
  readonly rest?: number;
};

export function LiveRange({ live, name, text, range, className, rest }: LiveRangeProps): JSX.Element {
  return (
    <input
      type="range"
      className={className}
      aria-label={name}
      aria-valuetext={text}
      min={range.min}
      max={range.max}
      step={range.step}
      value={live.shown}
      onChange={(event) => live.move(event.currentTarget.valueAsNumber)}
      onPointerDown={live.hold}
      onPointerUp={live.release}
      onPointerCancel={live.release}
      onDoubleClick={rest === undefined ? undefined : () => live.move(rest)}
    />
  );
}
