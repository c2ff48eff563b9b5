/** What every strip of the console has, a person's or the soundboard's: On air, mute, processing, trim, meter, fader, pan, and its keys. */
import type { JSX, KeyboardEvent, ReactNode } from 'react';
import type { ParticipantId } from '#protocol/ids.ts';
import { processingOf } from '#protocol/processing.ts';
import type { StripEntry } from '#protocol/state.ts';
import type { MeterReading } from '../media/level-measure.ts';
import { classNames } from '../parts/class-names.ts';
import { browserSettings } from '../store/browser-settings.ts';
import { useStudio, useStudioState } from '../store/use-studio.ts';
import { TEXTS } from '../texts/texts.ts';
import { Fader } from './fader.tsx';
import { Meter } from './meter.tsx';
import { otherHand } from './other-hand.ts';
import { Pan } from './pan.tsx';
import { ProcessingButton, type ProcessingButtonProps } from './processing-button.tsx';
import styles from './strip.module.css';
import { Trim } from './trim.tsx';

export type StripFrameProps = {
  readonly strip: StripEntry;
  readonly name: string;
  readonly personId?: ParticipantId;
  /** Listeners hear it now. */
  readonly isLive: boolean;
  /** What the meter shows; the same array each time. */
  readonly levels: readonly (() => MeterReading)[];
  /** Stands below the name. */
  readonly facts: ReactNode;
  /** Stands beside Mute. */
  readonly cue?: ReactNode;
  /** What its letters do, beside O and M. */
  readonly keys?: Readonly<Record<string, () => void>>;
  readonly processing: Omit<ProcessingButtonProps, 'strip'>;
  readonly foot?: ReactNode;
};

export function StripFrame(props: StripFrameProps): JSX.Element {
  const { strip, name, personId, isLive, levels, facts, cue, keys, processing, foot } = props;
  const studio = useStudio();
  const heldBy = useStudioState((state) => otherHand(state, strip.id));
  const isFrozen = useStudioState((state) => state.phase.kind !== 'in');
  const stripId = strip.id;

  const setOn = (): void => void studio.run('strip.setOn', { stripId, on: !strip.on });
  const setMuted = (): void => void studio.run('strip.setMuted', { stripId, muted: !strip.muted });
  const acts: Readonly<Record<string, () => void>> = { o: setOn, m: setMuted, ...keys };

  // Letters work only while the focus is inside the strip and not in a field (WCAG 2.1.4).
  const onKeyDown = (event: KeyboardEvent<HTMLFieldSetElement>): void => {
    const inField = event.target instanceof HTMLInputElement && event.target.type === 'text';
    if (inField || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!browserSettings.getState().letterKeys) return;
    const act = acts[event.key.toLowerCase()];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };

  const mute = (
    <button
      type="button"
      className={classNames(styles.latch, strip.muted && styles.muted)}
      aria-pressed={strip.muted}
      aria-keyshortcuts="M"
      onClick={setMuted}
    >
      {TEXTS.strip.mute}
    </button>
  );

  return (
    <fieldset
      className={classNames(styles.strip, isLive && styles.isLive)}
      aria-label={name}
      data-person={personId}
      disabled={isFrozen}
      onKeyDown={onKeyDown}
    >
      <header className={styles.head}>
        <span className={styles.name} title={name}>
          {name}
        </span>
        <span className={styles.facts}>{facts}</span>
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
      {cue === undefined ? (
        mute
      ) : (
        <div className={styles.pair}>
          {mute}
          {cue}
        </div>
      )}
      <ProcessingButton strip={strip} {...processing} />
      <Trim stripId={stripId} serverDb={processingOf(strip.processing).trimDb} />
      <div className={styles.level}>
        <Meter name={TEXTS.strip.level} sources={levels} className={styles.meter} showsClip hasScale />
        <Fader stripId={stripId} serverDb={strip.faderDb} heldBy={heldBy} />
      </div>
      <Pan stripId={stripId} serverPan={strip.pan} />
      {foot ?? <span className={styles.footSpace} />}
    </fieldset>
  );
}
