/** The bars under the header: connection lost, sound held back or broken. */
import type { JSX } from 'react';
import type { SoundStatus } from '../media/wanted-sound.ts';
import { classNames } from '../parts/class-names.ts';
import { HelpLink } from '../parts/help-link.tsx';
import { SpeakerIcon, TalkIcon } from '../parts/icons.tsx';
import type { StudioState } from '../store/studio-state.ts';
import { talksTo } from '../store/talks-to.ts';
import { useStudio, useStudioState } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import styles from './banners.module.css';

export function Banners(): JSX.Element {
  const studio = useStudio();
  const phase = useStudioState((state) => state.phase);
  const hasNetwork = useStudioState((state) => state.hasNetwork);
  const sound = useStudioState((state) => state.sound);
  const isBlocked = useStudioState((state) => state.playbackBlocked);
  const talkers = useStudioState(talkersToMe);
  const isDeserted = useStudioState((state) => state.room?.program.bedWanted === 'no_host');
  const soundText = soundSentence(sound);
  const isPoor = useStudioState(
    (state) => state.room?.participants[state.you?.participantId ?? '']?.connection?.quality === 'poor',
  );
  return (
    <>
      {phase.kind === 'lost' && (
        <p className={classNames(styles.banner, styles.lost)}>
          <strong>{hasNetwork ? TEXTS.connection.lost : TEXTS.connection.noNetwork}</strong>{' '}
          {TEXTS.connection.lostDetail(phase.attempt)}
        </p>
      )}
      {phase.kind === 'in' && soundText !== null && (
        <p className={classNames(styles.banner, styles.warning)}>
          {soundText} {sound === 'blocked' && <HelpLink code="NET-2" />}
        </p>
      )}
      {phase.kind === 'in' && soundText === null && isPoor && (
        <p className={classNames(styles.banner, styles.warning)}>{TEXTS.line.poor}</p>
      )}
      {talkers !== '' && (
        <p className={classNames(styles.banner, styles.talk)}>
          <TalkIcon />
          {TEXTS.people.talkback.heard(talkers)}
        </p>
      )}
      {isDeserted && <p className={classNames(styles.banner, styles.warning)}>{TEXTS.people.noHost}</p>}
      {isBlocked && (
        <div className={classNames(styles.banner, styles.hear)}>
          <button
            type="button"
            className={classNames(controls.button, controls.primary)}
            onClick={() => studio.unlockSound()}
          >
            <SpeakerIcon />
            {TEXTS.connection.hear}
          </button>
          {TEXTS.connection.hearReason}
        </div>
      )}
    </>
  );
}

/** Their names as one text, so that the banner renders anew only when they change. */
function talkersToMe({ room, you, phase }: StudioState): string {
  if (room === null || you === null || phase.kind !== 'in') return '';
  return Object.values(room.participants)
    .filter(({ id }) => talksTo(room, id, you.participantId))
    .map(({ name }) => name)
    .join(', ');
}

function soundSentence(sound: SoundStatus): string | null {
  switch (sound) {
    case 'recovering':
      return TEXTS.connection.soundRecovering;
    case 'blocked':
      return TEXTS.connection.soundBlocked;
    case 'unsupported':
      return TEXTS.connection.soundUnsupported;
    case 'idle':
    case 'connecting':
    case 'connected':
      return null;
  }
}
