/** How a microphone should sound, from what the person has set. Pure. */
import type { PreferenceValues } from './preferences.ts';

/** What the browser is asked to do to the sound, and in how many channels. */
export type MicrophoneSound = {
  readonly echo: boolean;
  readonly noise: boolean;
  readonly autoGain: boolean;
  readonly stereo: boolean;
};

/** `speech`: a voice at loudspeakers. `clear`: a voice on headphones, worth more bits. `music`: stereo, nothing processed. */
export type SoundQuality = 'speech' | 'clear' | 'music';

type Settings = Pick<PreferenceValues, 'headphones' | 'echo' | 'noise' | 'autoGain' | 'music'>;

/**
 * With headphones on there is no echo to take out; without them everybody would hear himself back. Noise suppression and automatic gain
 * mangle music and fight the fader, so they are off until somebody wants them. Music mode rules over all of it.
 */
export function microphoneSound(settings: Settings): MicrophoneSound {
  if (settings.music) return { echo: false, noise: false, autoGain: false, stereo: true };
  return {
    echo: settings.echo ?? !settings.headphones,
    noise: settings.noise,
    autoGain: settings.autoGain,
    stereo: false,
  };
}

export function soundQuality(settings: Settings): SoundQuality {
  if (settings.music) return 'music';
  return settings.headphones ? 'clear' : 'speech';
}
