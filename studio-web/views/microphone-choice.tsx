/** The microphone while in the studio: the choice, or the way to get one. */
import type { JSX } from 'react';
import { classNames } from '../parts/class-names.ts';
import { MicrophoneIcon } from '../parts/icons.tsx';
import { useMicrophone } from '../store/use-microphone.ts';
import { useStudio } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import styles from './microphone-choice.module.css';
import { MicrophoneSelect } from './microphone-select.tsx';

export function MicrophoneChoice(): JSX.Element {
  const { microphone } = useStudio();
  const { phase } = useMicrophone(microphone);
  if (phase !== 'unasked' && phase !== 'off') return <MicrophoneSelect name={TEXTS.own.choose} />;
  return (
    <button
      type="button"
      className={classNames(controls.button, styles.wide)}
      onClick={() => void microphone.open()}
    >
      <MicrophoneIcon />
      {TEXTS.greenRoom.allow}
    </button>
  );
}
