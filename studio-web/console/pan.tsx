/** Where between left and right a strip sits; a double click puts it back into the middle. */
import type { JSX } from 'react';
import type { StripId } from '#protocol/ids.ts';
import { useStudio } from '../store/use-studio.ts';
import { TEXTS } from '../texts/texts.ts';
import { LiveRange } from './live-range.tsx';
import styles from './pan.module.css';
import slider from './slider.module.css';
import { useLiveValue } from './use-live-value.ts';

const RANGE = { min: -1, max: 1, step: 0.05 };

function panText(pan: number): string {
  const percent = Math.round(Math.abs(pan) * 100);
  if (percent === 0) return TEXTS.strip.center;
  return pan < 0 ? TEXTS.strip.left(percent) : TEXTS.strip.right(percent);
}

export function Pan({ stripId, serverPan }: { stripId: StripId; serverPan: number }): JSX.Element {
  const studio = useStudio();
  const live = useLiveValue(serverPan, (pan) => studio.run('strip.setPan', { stripId, pan }));
  return (
    <label className={styles.pan}>
      <span aria-hidden="true">L</span>
      <LiveRange
        live={live}
        name={TEXTS.strip.pan}
        text={panText(live.shown)}
        range={RANGE}
        className={slider.slider}
        rest={0}
      />
      <span aria-hidden="true">R</span>
    </label>
  );
}
