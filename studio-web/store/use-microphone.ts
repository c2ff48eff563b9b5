/** The state of a device of this page as a component sees it. */
import { useCallback, useSyncExternalStore } from 'react';
import type { Microphone, MicrophoneState } from '../media/microphone.ts';

/** A microphone, a camera, a loudspeaker. */
type Observed<State> = { readonly state: State; onChange(listener: () => void): () => void };

export function useDevice<State>(device: Observed<State>): State {
  const subscribe = useCallback((changed: () => void) => device.onChange(changed), [device]);
  return useSyncExternalStore(subscribe, () => device.state);
}

export function useMicrophone(microphone: Microphone): MicrophoneState {
  return useDevice(microphone);
}
