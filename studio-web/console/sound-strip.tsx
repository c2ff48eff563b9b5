/** A strip of the soundboard on the console: carts or music bed. Like a person's, without a person. */
import type { JSX } from 'react';
import type { StripEntry } from '#protocol/state.ts';
import { SoundIcon } from '../parts/icons.tsx';
import { isHeard } from '../store/person-status.ts';
import { useStudioState } from '../store/use-studio.ts';
import { TEXTS } from '../texts/texts.ts';
import type { ProcessingButtonProps } from './processing-button.tsx';
import styles from './strip.module.css';
import { StripFrame } from './strip-frame.tsx';
import { useStripLevels } from './use-strip-levels.ts';

export type SoundStripProps = {
  readonly strip: StripEntry;
  readonly processing: Omit<ProcessingButtonProps, 'strip'>;
};

export function SoundStrip({ strip, processing }: SoundStripProps): JSX.Element {
  const isLive = useStudioState(
    (state) => state.phase.kind === 'in' && state.room !== null && isHeard(strip, state.room.program),
  );
  const levels = useStripLevels(strip.id);
  return (
    <StripFrame
      strip={strip}
      name={TEXTS.soundboard.strips[strip.source ?? 'carts']}
      isLive={isLive}
      levels={levels}
      facts={
        <>
          <span className={styles.badge}>{TEXTS.soundboard.heading}</span>
          <span className={styles.badge}>
            <SoundIcon />
          </span>
        </>
      }
      processing={processing}
    />
  );
}
