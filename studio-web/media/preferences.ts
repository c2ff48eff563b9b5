/** What a browser remembers from one visit to the next: name, devices, and how the microphone should sound. */
import * as z from 'zod/mini';

export type StorageLike = {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
};

/** What a device was called, for the sentence about one that is gone. */
const text = z.catch(z.nullable(z.string()), null);
const off = z.catch(z.boolean(), false);

const values = z.object({
  name: z.catch(z.string(), ''),
  deviceId: text,
  deviceLabel: text,
  headphones: off,
  /** Whether echo is taken out; null follows the headphones. */
  echo: z.catch(z.nullable(z.boolean()), null),
  noise: off,
  autoGain: off,
  /** Stereo, many bits, nothing processed. */
  music: off,
  cameraId: text,
  cameraLabel: text,
  /** Whether the camera was on when this browser was last in a green room. */
  cameraOn: off,
  speakerId: text,
  speakerLabel: text,
});

export type PreferenceValues = Readonly<z.output<typeof values>>;

const KEY = 'openstudio.preferences';

export class Preferences {
  readonly #storage: StorageLike;
  #values: PreferenceValues;

  constructor(storage: StorageLike) {
    this.#storage = storage;
    this.#values = read(storage);
  }

  get values(): PreferenceValues {
    return this.#values;
  }

  change(change: Partial<PreferenceValues>): void {
    this.#values = { ...this.#values, ...change };
    this.#storage.setItem(KEY, JSON.stringify(this.#values));
  }
}

function read(storage: StorageLike): PreferenceValues {
  const parsed = z.safeParse(values, parseJson(storage.getItem(KEY)));
  return parsed.success ? parsed.data : z.parse(values, {});
}

function parseJson(kept: string | null): unknown {
  try {
    return JSON.parse(kept ?? '{}');
  } catch {
    return {};
  }
}
