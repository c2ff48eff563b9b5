/** Notices a microphone that is there but of no use: gone and replaced, dead, or taken away by a phone call. */
import { type JSX, useEffect, useState } from 'react';
import { isLikelyBluetooth } from '../media/bluetooth.ts';
import type { MeterReading } from '../media/level-measure.ts';
import type { MicrophoneState } from '../media/microphone.ts';
import { SilenceWatch } from '../media/silence-watch.ts';
import { useMicrophone } from '../store/use-microphone.ts';
import { useStudio } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';

const LOOK_INTERVAL_MS = 1_000;

export type MicrophoneHintsProps = {
  /** Must be the same function at every render. */
  readonly read: () => MeterReading;
};

export function MicrophoneHints({ read }: MicrophoneHintsProps): JSX.Element | null {
  const { microphone, store, graph } = useStudio();
  const state = useMicrophone(microphone);
  const [isDead, setDead] = useState(false);

  useEffect(() => {
    const watch = new SilenceWatch();
    const timer = setInterval(() => {
      const listening =
        microphone.track !== null && !store.getState().muted && !document.hidden && graph.running;
      setDead(watch.update({ peakDb: read().peakDb, listening, nowMs: performance.now() }));
    }, LOOK_INTERVAL_MS);
    return () => clearInterval(timer);
  }, [microphone, store, graph, read]);

  const sentence = sentenceFor(state, isDead);
  return sentence === null ? null : (
    <p className={controls.problem} role="alert">
      {sentence}
    </p>
  );
}

function sentenceFor(state: MicrophoneState, isDead: boolean): string | null {
  if (state.phase !== 'on') return null;
  const device = state.current?.label ?? TEXTS.microphone.anyDevice;
  if (state.interrupted) return TEXTS.microphone.interrupted;
  if (isDead) return TEXTS.microphone.dead(device);
  if (state.missingLabel !== null) return TEXTS.microphone.gone(state.missingLabel, device);
  const label = state.current?.label ?? '';
  if (isLikelyBluetooth({ label, sampleRateHz: state.sampleRateHz }))
    return TEXTS.microphone.bluetooth(device);
  return null;
}
