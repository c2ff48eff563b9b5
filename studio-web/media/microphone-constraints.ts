/** What is asked of a microphone. Pure. */
import type { MicrophoneSound } from './microphone-sound.ts';

type Constraints = {
  readonly deviceId?: { readonly exact: string };
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly autoGainControl: boolean;
  readonly channelCount: { readonly ideal: number };
  readonly sampleRate: { readonly ideal: number };
};

/** Audio constraints for getUserMedia, at 48 kHz. `deviceId` is null for whatever the browser thinks is the default. */
export function microphoneConstraints(deviceId: string | null, sound: MicrophoneSound): Constraints {
  return {
    ...(deviceId !== null && { deviceId: { exact: deviceId } }),
    echoCancellation: sound.echo,
    noiseSuppression: sound.noise,
    autoGainControl: sound.autoGain,
    channelCount: { ideal: sound.stereo ? 2 : 1 },
    sampleRate: { ideal: 48_000 },
  };
}
