/** What a browser remembers from one visit to the next: name, microphone, headphones. */

export type StorageLike = {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
};

export type PreferenceValues = {
  readonly name: string;
  readonly deviceId: string | null;
  /** What the device was called, for the sentence about a device that is gone. */
  readonly deviceLabel: string | null;
  readonly headphones: boolean;
};

const KEY = 'openstudio.preferences';
const NONE: PreferenceValues = { name: '', deviceId: null, deviceLabel: null, headphones: false };

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
  try {
    const value: unknown = JSON.parse(storage.getItem(KEY) ?? 'null');
    if (typeof value !== 'object' || value === null) return NONE;
    return {
      name: 'name' in value && typeof value.name === 'string' ? value.name : NONE.name,
      deviceId: 'deviceId' in value && typeof value.deviceId === 'string' ? value.deviceId : null,
      deviceLabel: 'deviceLabel' in value && typeof value.deviceLabel === 'string' ? value.deviceLabel : null,
      headphones: 'headphones' in value && value.headphones === true,
    };
  } catch {
    return NONE;
  }
}
