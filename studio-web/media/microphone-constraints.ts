/** What is asked of a microphone. Pure. */

export type MicrophoneWish = {
  /** Null for whatever the browser thinks is the default. */
  readonly deviceId: string | null;
  /** With headphones on there is no echo to take out. */
  readonly headphones: boolean;
};

type Constraints = {
  readonly deviceId?: { readonly exact: string };
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly autoGainControl: boolean;
  readonly channelCount: { readonly ideal: number };
  readonly sampleRate: { readonly ideal: number };
};

/**
 * Audio constraints for getUserMedia: mono, 48 kHz. Noise suppression and automatic gain mangle music and fight the fader, so they stay
 * off; echo cancellation is for loudspeakers, since without it everybody would hear himself back.
 */
export function microphoneConstraints(wish: MicrophoneWish): Constraints {
  return {
    ...(wish.deviceId !== null && { deviceId: { exact: wish.deviceId } }),
    echoCancellation: !wish.headphones,
    noiseSuppression: false,
    autoGainControl: false,
    channelCount: { ideal: 1 },
    sampleRate: { ideal: 48_000 },
  };
}
