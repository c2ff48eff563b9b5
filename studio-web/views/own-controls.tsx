/** The bar every participant has: mute, own level, what listeners hear of oneself, the microphone, and the way out. */
import { type JSX, useMemo } from 'react';
import { runsConsole } from '#protocol/people.ts';
import { Meter } from '../console/meter.tsx';
import { TalkButton } from '../console/talk-button.tsx';
import { classNames } from '../parts/class-names.ts';
import { LeaveIcon, MicrophoneIcon, MicrophoneOffIcon } from '../parts/icons.tsx';
import { useMicrophone } from '../store/use-microphone.ts';
import { useOwnReading } from '../store/use-own-reading.ts';
import { useStudio, useStudioState } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import { MicrophoneChoice } from './microphone-choice.tsx';
import styles from './own-controls.module.css';
import { OwnStatusLine } from './own-status-line.tsx';
import { PictureButtons } from './picture-buttons.tsx';

const OFF_AIR = { kind: 'offAir' } as const;

export function OwnControls(): JSX.Element {
  const studio = useStudio();
  const muted = useStudioState((state) => state.muted);
  const read = useOwnReading();
  const sources = useMemo(() => [read], [read]);
  const { problem } = useMicrophone(studio.microphone);
  const role = useStudioState((state) => state.you?.role ?? 'guest');
  const isFrozen = useStudioState((state) => state.phase.kind !== 'in');

  return (
    <footer className={styles.bar}>
      <section className={styles.controls} aria-label={TEXTS.own.region} data-shortcut="toolbar">
        {role !== 'producer' && (
          <button
            type="button"
            className={classNames(controls.button, controls.large, styles.mute, muted && styles.muted)}
            aria-pressed={muted}
            aria-keyshortcuts="Control+D Meta+D"
            onClick={() => studio.setMuted(!muted)}
          >
            {muted ? <MicrophoneOffIcon /> : <MicrophoneIcon />}
            {TEXTS.own.mute}
          </button>
        )}
        <PictureButtons />
        {runsConsole(role) && (
          <TalkButton
            to={OFF_AIR}
            name={`${TEXTS.people.talkback.all}: ${TEXTS.people.talkback.allAbout}`}
            text={TEXTS.people.talkback.all}
            className={classNames(styles.talk, isFrozen && styles.frozen)}
          />
        )}
        <div className={styles.self}>
          <OwnStatusLine />
          <Meter name={TEXTS.own.level} sources={sources} className={styles.meter} />
        </div>
        <div className={styles.device}>{problem === null && <MicrophoneChoice />}</div>
        <button
          type="button"
          className={classNames(controls.button, controls.large, styles.leave)}
          onClick={() => studio.leave()}
        >
          <LeaveIcon />
          {TEXTS.own.leave}
        </button>
      </section>
    </footer>
  );
}
