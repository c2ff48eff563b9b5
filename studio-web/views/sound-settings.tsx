/** What most people never need: music mode, and what the browser may do to the sound. */
import type { JSX } from 'react';
import { microphoneSound } from '../media/microphone-sound.ts';
import { useMicrophone } from '../store/use-microphone.ts';
import { useStudio } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import styles from './sound-settings.module.css';
import { Switch } from './switch.tsx';

export function SoundSettings(): JSX.Element {
  const { microphone } = useStudio();
  const { settings } = useMicrophone(microphone);
  const sound = microphoneSound(settings);
  return (
    <details className={styles.more}>
      <summary className={styles.summary}>{TEXTS.greenRoom.more}</summary>
      <div className={styles.switches}>
        <Switch
          name={TEXTS.greenRoom.music}
          about={TEXTS.greenRoom.musicAbout}
          checked={settings.music}
          onChange={(music) => void microphone.set({ music })}
        />
        <Switch
          name={TEXTS.greenRoom.echo}
          checked={sound.echo}
          disabled={settings.music}
          onChange={(echo) => void microphone.set({ echo })}
        />
        <Switch
          name={TEXTS.greenRoom.noise}
          checked={sound.noise}
          disabled={settings.music}
          onChange={(noise) => void microphone.set({ noise })}
        />
        <Switch
          name={TEXTS.greenRoom.autoGain}
          checked={sound.autoGain}
          disabled={settings.music}
          onChange={(autoGain) => void microphone.set({ autoGain })}
        />
        <p className={controls.hint}>{TEXTS.greenRoom.processedAbout}</p>
      </div>
    </details>
  );
}
