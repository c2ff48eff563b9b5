/** The microphone's state as a component sees it. */
import { useCallback, useSyncExternalStore } from 'react';
import type { Microphone, MicrophoneState } from '../media/microphone.ts';

export function useMicrophone(microphone: Microphone): MicrophoneState {
  const subscribe = useCallback((changed: () => void) => microphone.onChange(changed), [microphone]);
  return useSyncExternalStore(subscribe, () => microphone.state);
}
