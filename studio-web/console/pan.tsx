/** Where between left and right a strip sits; a double click puts it back into the middle. */
import { type JSX, useEffect, useRef, useState } from 'react';
import type { StripId } from '#protocol/ids.ts';
import { useStudio } from '../store/use-studio.ts';
import { TEXTS } from '../texts/texts.ts';
import { FaderControl } from './fader-control.ts';
import styles from './pan.module.css';

const STEP = 0.05;

function panText(pan: number): string {
  const percent = Math.round(Math.abs(pan) * 100);
  if (percent === 0) return TEXTS.strip.center;
  return pan < 0 ? TEXTS.strip.left(percent) : TEXTS.strip.right(percent);
}

export function Pan({ stripId, serverPan }: { stripId: StripId; serverPan: number }): JSX.Element {
  const studio = useStudio();
  const [ownPan, setOwnPan] = useState<number | null>(null);
  const controlRef = useRef<FaderControl | null>(null);

  useEffect(() => {
    const control = new FaderControl({
      send: (pan) => studio.run('strip.setPan', { stripId, pan }),
      onShown: setOwnPan,
    });
    controlRef.current = control;
    return () => control.close();
  }, [studio, stripId]);

  const shown = ownPan ?? serverPan;
  return (
    <label className={styles.pan}>
      <span aria-hidden="true">L</span>
      <input
        type="range"
        aria-label={TEXTS.strip.pan}
        aria-valuetext={panText(shown)}
        min={-1}
        max={1}
        step={STEP}
        value={shown}
        onChange={(event) => controlRef.current?.move(event.currentTarget.valueAsNumber)}
        onPointerDown={() => controlRef.current?.hold()}
        onPointerUp={() => controlRef.current?.release()}
        onPointerCancel={() => controlRef.current?.release()}
        onDoubleClick={() => controlRef.current?.move(0)}
      />
      <span aria-hidden="true">R</span>
    </label>
  );
}
