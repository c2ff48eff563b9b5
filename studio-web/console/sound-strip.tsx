/** A strip of the soundboard on the console: carts or music bed. Like a person's, without a person. */
import { type JSX, type KeyboardEvent, useMemo } from 'react';
import { processingOf } from '#protocol/processing.ts';
import type { StripEntry } from '#protocol/state.ts';
import { SILENT } from '../media/level-measure.ts';
import { classNames } from '../parts/class-names.ts';
import { SoundIcon } from '../parts/icons.tsx';
import { browserSettings } from '../store/browser-settings.ts';
import { isHeard } from '../store/person-status.ts';
import { useStudio, useStudioState } from '../store/use-studio.ts';
import { TEXTS } from '../texts/texts.ts';
import { Fader } from './fader.tsx';
import { Meter } from './meter.tsx';
import { otherHand } from './other-hand.ts';
import { Pan } from './pan.tsx';
import { ProcessingButton, type ProcessingButtonProps } from './processing-button.tsx';
import styles from './strip.module.css';
import { Trim } from './trim.tsx';

export type SoundStripProps = {
  readonly strip: StripEntry;
  readonly processing: Omit<ProcessingButtonProps, 'strip'>;
};

export function SoundStrip({ strip, processing }: SoundStripProps): JSX.Element {
  const studio = useStudio();
  const isLive = useStudioState(
    (state) => state.phase.kind === 'in' && state.room !== null && isHeard(strip, state.room.program),
  );
  const heldBy = useStudioState((state) => otherHand(state, strip.id));
  const isFrozen = useStudioState((state) => state.phase.kind !== 'in');
  const stripId = strip.id;
  const sources = useMemo(
    () => [
      () => {
        const now = studio.store.getState().room?.strips[stripId];
        return now === undefined ? SILENT : studio.levels.strip(now);
      },
    ],
    [studio, stripId],
  );

  const setOn = (): void => void studio.run('strip.setOn', { stripId, on: !strip.on });
  const setMuted = (): void => void studio.run('strip.setMuted', { stripId, muted: !strip.muted });

  // Letters work only while the focus is inside the strip and not in a field (WCAG 2.1.4).
  const onKeyDown = (event: KeyboardEvent<HTMLFieldSetElement>): void => {
    const inField = event.target instanceof HTMLInputElement && event.target.type === 'text';
    if (inField || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!browserSettings.getState().letterKeys) return;
    const act = { o: setOn, m: setMuted }[event.key.toLowerCase()];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };

  return (
    <fieldset
      className={classNames(styles.strip, isLive && styles.isLive)}
      aria-label={TEXTS.soundboard.strips[strip.source ?? 'carts']}
      disabled={isFrozen}
      onKeyDown={onKeyDown}
    >
      <header className={styles.head}>
        <span className={styles.name}>{TEXTS.soundboard.strips[strip.source ?? 'carts']}</span>
        <span className={styles.facts}>
          <span className={styles.badge}>{TEXTS.soundboard.heading}</span>
          <span className={styles.badge}>
            <SoundIcon />
          </span>
        </span>
      </header>
      <button
        type="button"
        className={classNames(styles.air, strip.on && styles.airArmed, isLive && styles.airLive)}
        aria-pressed={strip.on}
        aria-keyshortcuts="O"
        onClick={setOn}
      >
        {TEXTS.strip.on}
      </button>
      <button
        type="button"
        className={classNames(styles.latch, strip.muted && styles.muted)}
        aria-pressed={strip.muted}
        aria-keyshortcuts="M"
        onClick={setMuted}
      >
        {TEXTS.strip.mute}
      </button>
      <ProcessingButton strip={strip} {...processing} />
      <Trim stripId={stripId} serverDb={processingOf(strip.processing).trimDb} />
      <div className={styles.level}>
        <Meter name={TEXTS.strip.level} sources={sources} className={styles.meter} showsClip hasScale />
        <Fader stripId={stripId} serverDb={strip.faderDb} heldBy={heldBy} />
      </div>
      <Pan stripId={stripId} serverPan={strip.pan} />
      <span className={styles.footSpace} />
    </fieldset>
  );
}
