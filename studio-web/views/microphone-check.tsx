/** Asks for the microphone with a reason, lets it be chosen, shows that it works, and says what is wrong when it does not. */
import { type JSX, useEffect, useId, useMemo, useRef } from 'react';
import { Meter } from '../console/meter.tsx';
import type { LevelReader } from '../media/audio-graph.ts';
import { SILENT } from '../media/level-measure.ts';
import type { MicrophoneState } from '../media/microphone.ts';
import { MicrophoneIcon } from '../parts/icons.tsx';
import { useMicrophone } from '../store/use-microphone.ts';
import { useStudio } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import styles from './microphone-check.module.css';
import { MicrophoneHints } from './microphone-hints.tsx';
import { MicrophoneProblemBox } from './microphone-problem-box.tsx';
import { MicrophoneSelect } from './microphone-select.tsx';

export function MicrophoneCheck(): JSX.Element {
  const { microphone, graph } = useStudio();
  const state = useMicrophone(microphone);
  const selectId = useId();
  const { track } = microphone;
  const readerRef = useRef<LevelReader | null>(null);
  const read = useMemo(() => () => readerRef.current?.read() ?? SILENT, []);
  const sources = useMemo(() => [read], [read]);

  useEffect(() => {
    if (track === null) return;
    const reader = graph.reader(track);
    readerRef.current = reader;
    return () => {
      readerRef.current = null;
      reader.close();
    };
  }, [graph, track]);

  return (
    <div className={styles.check}>
      {isQuestion(state) && (
        <div className={styles.ask}>
          <p>{state.phase === 'asking' ? TEXTS.greenRoom.allowing : TEXTS.greenRoom.allowReason}</p>
          <button
            type="button"
            className={controls.button}
            disabled={state.phase === 'asking'}
            onClick={() => void microphone.open()}
          >
            <MicrophoneIcon />
            {TEXTS.greenRoom.allow}
          </button>
        </div>
      )}
      {state.problem !== null && <MicrophoneProblemBox problem={state.problem} />}
      <div>
        <label className={controls.label} htmlFor={selectId}>
          {TEXTS.greenRoom.microphone}
        </label>
        <MicrophoneSelect id={selectId} />
      </div>
      <div className={styles.level}>
        <Meter name={TEXTS.greenRoom.microphoneLevel} sources={sources} className={styles.meter} />
        {state.phase === 'on' && <p className={controls.hint}>{TEXTS.greenRoom.speak}</p>}
      </div>
      <MicrophoneHints read={read} />
    </div>
  );
}

/** Whether the person has something to decide. */
function isQuestion({ phase, problem }: MicrophoneState): boolean {
  return problem === null && phase !== 'on' && phase !== 'checking';
}
