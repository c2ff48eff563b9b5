/** Where the room will be heard, with a sound to try it. Browsers that leave the choice to the system get the sound alone. */
import { type JSX, useEffect, useId, useState } from 'react';
import { playTestSound } from '../media/sound-check.ts';
import { classNames } from '../parts/class-names.ts';
import { SpeakerIcon } from '../parts/icons.tsx';
import { useDevice, useMicrophone } from '../store/use-microphone.ts';
import { useStudio } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import styles from './speaker-choice.module.css';

export function SpeakerChoice(): JSX.Element {
  const { loudspeaker, microphone } = useStudio();
  const { devices, deviceId, missingLabel } = useDevice(loudspeaker);
  const { phase } = useMicrophone(microphone);
  const [isPlaying, setPlaying] = useState(false);
  const id = useId();

  // Their names are told once a microphone is allowed.
  useEffect(() => {
    if (phase !== 'asking') void loudspeaker.look();
  }, [loudspeaker, phase]);

  const play = async (): Promise<void> => {
    if (isPlaying) return;
    setPlaying(true);
    await playTestSound(deviceId).catch(() => {});
    setPlaying(false);
  };

  return (
    <div>
      <label className={controls.label} htmlFor={id}>
        {TEXTS.greenRoom.speaker}
      </label>
      <div className={styles.row}>
        <select
          id={id}
          className={classNames(controls.field, controls.select)}
          value={deviceId}
          disabled={devices.length === 0}
          onChange={(event) => loudspeaker.choose(event.currentTarget.value)}
        >
          <option value="">{TEXTS.speaker.system}</option>
          {devices
            .filter((device) => device.deviceId !== 'default')
            .map((device) => (
              <option key={device.deviceId} value={device.deviceId}>
                {device.label}
              </option>
            ))}
        </select>
        <button
          type="button"
          className={classNames(controls.button, styles.test)}
          aria-disabled={isPlaying}
          onClick={() => void play()}
        >
          <SpeakerIcon />
          {isPlaying ? TEXTS.greenRoom.testSoundPlaying : TEXTS.greenRoom.testSound}
        </button>
      </div>
      {missingLabel !== null && (
        <p className={controls.problem} role="alert">
          {TEXTS.speaker.gone(missingLabel)}
        </p>
      )}
    </div>
  );
}
