/** What there is to say about the microphone above the own controls: problems, hints, and on narrow pages the choice. */
import type { JSX } from 'react';
import { useMicrophone } from '../store/use-microphone.ts';
import { useOwnReading } from '../store/use-own-reading.ts';
import { useStudio } from '../store/use-studio.ts';
import { TEXTS } from '../texts/texts.ts';
import styles from './microphone-aside.module.css';
import { MicrophoneChoice } from './microphone-choice.tsx';
import { MicrophoneHints } from './microphone-hints.tsx';
import { MicrophoneProblemBox } from './microphone-problem-box.tsx';

export function MicrophoneAside(): JSX.Element {
  const { microphone } = useStudio();
  const { problem } = useMicrophone(microphone);
  const read = useOwnReading();
  return (
    <aside className={styles.aside} aria-label={TEXTS.own.choose}>
      <MicrophoneHints read={read} />
      {problem === null ? (
        <div className={styles.narrow}>
          <MicrophoneChoice />
        </div>
      ) : (
        <MicrophoneProblemBox problem={problem} />
      )}
    </aside>
  );
}
