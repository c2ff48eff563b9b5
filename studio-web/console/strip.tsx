/** One strip of the console: everything a host can do about one person's sound. */
import { type JSX, type KeyboardEvent, useMemo } from 'react';
import type { StripId } from '#protocol/ids.ts';
import { processingOf } from '#protocol/processing.ts';
import type { ParticipantEntry, StripEntry } from '#protocol/state.ts';
import { type MeterReading, SILENT } from '../media/level-measure.ts';
import { classNames } from '../parts/class-names.ts';
import { browserSettings } from '../store/browser-settings.ts';
import { isHeard } from '../store/person-status.ts';
import type { Studio } from '../store/studio.ts';
import { useStudio, useStudioState } from '../store/use-studio.ts';
import { roleWord } from '../texts/role-word.ts';
import { TEXTS } from '../texts/texts.ts';
import { ConnectionBadge } from '../views/connection-badge.tsx';
import { Fader } from './fader.tsx';
import { Meter } from './meter.tsx';
import { otherHand } from './other-hand.ts';
import { Pan } from './pan.tsx';
import { ProcessingButton, type ProcessingButtonProps } from './processing-button.tsx';
import { RemoveButton } from './remove-button.tsx';
import styles from './strip.module.css';
import { TalkButton } from './talk-button.tsx';
import { Trim } from './trim.tsx';
import { useGoneSilent } from './use-gone-silent.ts';

export type StripProps = {
  readonly strip: StripEntry;
  readonly person: ParticipantEntry;
  /** The panel with the processing of this strip. */
  readonly processing: Omit<ProcessingButtonProps, 'strip'>;
};

export function Strip({ strip, person, processing }: StripProps): JSX.Element {
  const studio = useStudio();
  const isYou = useStudioState((state) => state.you?.participantId === person.id);
  const isCued = useStudioState((state) => state.cued.has(person.id));
  const isSwitchedLive = useStudioState(
    (state) =>
      state.phase.kind === 'in' &&
      state.room !== null &&
      isHeard(strip, state.room.program) &&
      person.talkback === null,
  );
  const heldBy = useStudioState((state) => otherHand(state, strip.id));
  const isFrozen = useStudioState((state) => state.phase.kind !== 'in');
  const stripId = strip.id;
  const sources = useMemo(() => [() => readLevel(studio, stripId)] as const, [studio, stripId]);
  const isLive = !useGoneSilent(person.presence === 'away', sources[0]) && isSwitchedLive;

  const setOn = (): void => void studio.run('strip.setOn', { stripId, on: !strip.on });
  const setMuted = (): void => void studio.run('strip.setMuted', { stripId, muted: !strip.muted });
  const setCued = (): void => studio.setCued(person.id, !isCued);

  // Letters work only while the focus is inside the strip and not in a field (WCAG 2.1.4).
  const onKeyDown = (event: KeyboardEvent<HTMLFieldSetElement>): void => {
    const inField = event.target instanceof HTMLInputElement && event.target.type === 'text';
    if (inField || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!browserSettings.getState().letterKeys) return;
    const act = { o: setOn, m: setMuted, c: setCued }[event.key.toLowerCase()];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };

  return (
    <fieldset
      className={classNames(styles.strip, isLive && styles.isLive)}
      aria-label={person.name}
      data-person={person.id}
      disabled={isFrozen}
      onKeyDown={onKeyDown}
    >
      <header className={styles.head}>
        <span className={styles.name} title={person.name}>
          {person.name}
        </span>
        <span className={styles.facts}>
          <StripBadge person={person} isYou={isYou} />
          <ConnectionBadge person={person} />
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
      <div className={styles.pair}>
        <button
          type="button"
          className={classNames(styles.latch, strip.muted && styles.muted)}
          aria-pressed={strip.muted}
          aria-keyshortcuts="M"
          onClick={setMuted}
        >
          {TEXTS.strip.mute}
        </button>
        <button
          type="button"
          className={classNames(styles.latch, isCued && styles.cued)}
          aria-pressed={isCued}
          aria-keyshortcuts="C"
          onClick={setCued}
        >
          {TEXTS.strip.cue}
        </button>
      </div>
      <ProcessingButton strip={strip} {...processing} />
      <Trim stripId={stripId} serverDb={processingOf(strip.processing).trimDb} />
      <div className={styles.level}>
        <Meter name={TEXTS.strip.level} sources={sources} className={styles.meter} showsClip hasScale />
        <Fader stripId={stripId} serverDb={strip.faderDb} heldBy={heldBy} />
      </div>
      <Pan stripId={stripId} serverPan={strip.pan} />
      {isYou ? (
        <span className={styles.footSpace} />
      ) : (
        <div className={styles.foot}>
          <TalkButton
            to={{ kind: 'person', participantId: person.id }}
            name={TEXTS.people.talkback.one(person.name)}
            text={TEXTS.people.talkback.short}
          />
          <RemoveButton participantId={person.id} />
        </div>
      )}
    </fieldset>
  );
}

/** The strip may have changed since the meter was built, so it is looked up each time. */
function readLevel(studio: Studio, stripId: StripId): MeterReading {
  const strip = studio.store.getState().room?.strips[stripId];
  return strip === undefined ? SILENT : studio.levels.strip(strip);
}

function StripBadge({ person, isYou }: { person: ParticipantEntry; isYou: boolean }): JSX.Element {
  if (person.presence === 'away') {
    return <span className={classNames(styles.badge, styles.warning)}>{TEXTS.person.away}</span>;
  }
  if (person.talkback !== null) {
    return <span className={classNames(styles.badge, styles.talks)}>{TEXTS.people.status.talkback}</span>;
  }
  if (person.mutedByHost) {
    return (
      <span className={classNames(styles.badge, styles.warning)}>{TEXTS.people.status.mutedByHost}</span>
    );
  }
  if (person.microphone === null) {
    return <span className={classNames(styles.badge, styles.warning)}>{TEXTS.person.listening}</span>;
  }
  if (person.microphone.muted) {
    return <span className={classNames(styles.badge, styles.warning)}>{TEXTS.person.muted}</span>;
  }
  if (person.trouble !== null) {
    const { words, sentence } = TEXTS.people.trouble;
    return (
      <span
        className={classNames(styles.badge, styles.warning)}
        title={sentence[person.trouble](person.name)}
      >
        {words[person.trouble]}
      </span>
    );
  }
  return <span className={styles.badge}>{isYou ? TEXTS.person.you : roleWord(person.role)}</span>;
}
