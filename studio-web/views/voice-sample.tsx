/** Records three seconds of the own voice and plays them: what others will hear. */
import { type JSX, useState } from 'react';
import { playRecording, recordVoice } from '../media/sound-check.ts';
import { classNames } from '../parts/class-names.ts';
import { RecordIcon } from '../parts/icons.tsx';
import { useDevice } from '../store/use-microphone.ts';
import { useStudio } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import styles from './voice-sample.module.css';

type Step = 'idle' | 'recording' | 'playing' | 'failed';

export function VoiceSample(): JSX.Element {
  const { microphone, loudspeaker } = useStudio();
  const { phase } = useDevice(microphone);
  const [step, setStep] = useState<Step>('idle');
  const isBusy = step === 'recording' || step === 'playing';

  const run = async (): Promise<void> => {
    const { track } = microphone;
    if (track === null || isBusy) return;
    try {
      setStep('recording');
      const recording = await recordVoice(track);
      setStep('playing');
      await playRecording(recording, loudspeaker.state.deviceId);
      setStep('idle');
    } catch {
      setStep('failed');
    }
  };

  return (
    <div className={styles.sample}>
      <button
        type="button"
        className={classNames(controls.button, styles.wide, step === 'recording' && styles.recording)}
        disabled={phase !== 'on'}
        aria-disabled={isBusy}
        onClick={() => void run()}
      >
        <RecordIcon />
        <span aria-live="polite">{words(step)}</span>
      </button>
      {step === 'failed' && <p className={controls.hint}>{TEXTS.greenRoom.recordFailed}</p>}
    </div>
  );
}

function words(step: Step): string {
  if (step === 'recording') return TEXTS.greenRoom.recording;
  return step === 'playing' ? TEXTS.greenRoom.playingBack : TEXTS.greenRoom.record;
}
