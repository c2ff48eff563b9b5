/** One strip of the console: everything a host can do about one person's sound. */
import type { JSX } from 'react';
import type { ParticipantEntry, StripEntry } from '#protocol/state.ts';
import { classNames } from '../parts/class-names.ts';
import { isHeard } from '../store/person-status.ts';
import { useStudio, useStudioState } from '../store/use-studio.ts';
import { roleWord } from '../texts/role-word.ts';
import { TEXTS } from '../texts/texts.ts';
import { ConnectionBadge } from '../views/connection-badge.tsx';
import type { ProcessingButtonProps } from './processing-button.tsx';
import { RemoveButton } from './remove-button.tsx';
import styles from './strip.module.css';
import { StripFrame } from './strip-frame.tsx';
import { TalkButton } from './talk-button.tsx';
import { useGoneSilent } from './use-gone-silent.ts';
import { useStripLevels } from './use-strip-levels.ts';

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
  const levels = useStripLevels(strip.id);
  const isLive = !useGoneSilent(person.presence === 'away', levels[0]) && isSwitchedLive;
  const setCued = (): void => studio.setCued(person.id, !isCued);

  return (
    <StripFrame
      strip={strip}
      name={person.name}
      personId={person.id}
      isLive={isLive}
      levels={levels}
      facts={
        <>
          <StripBadge person={person} isYou={isYou} />
          <ConnectionBadge person={person} />
        </>
      }
      cue={
        <button
          type="button"
          className={classNames(styles.latch, isCued && styles.cued)}
          aria-pressed={isCued}
          aria-keyshortcuts="C"
          onClick={setCued}
        >
          {TEXTS.strip.cue}
        </button>
      }
      keys={{ c: setCued }}
      processing={processing}
      foot={
        isYou ? undefined : (
          <div className={styles.foot}>
            <TalkButton
              to={{ kind: 'person', participantId: person.id }}
              name={TEXTS.people.talkback.one(person.name)}
              text={TEXTS.people.talkback.short}
            />
            <RemoveButton participantId={person.id} />
          </div>
        )
      }
    />
  );
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
