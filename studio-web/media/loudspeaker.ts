/** Where this page plays: the choice of an output, kept for the next visit. Browsers without a choice say so. */
import { TEXTS } from '../texts/texts.ts';
import { hasMediaDevices, listDevices, type MediaDevice } from './media-devices.ts';
import type { Preferences } from './preferences.ts';

export type LoudspeakerState = {
  /** Empty where the browser leaves the choice to the system, and before a microphone was allowed. */
  readonly devices: readonly MediaDevice[];
  /** What audio elements are given as their sink; '' is the system's own choice. */
  readonly deviceId: string;
  /** The name of the remembered device that is gone, while the system's choice stands in. */
  readonly missingLabel: string | null;
};

export class Loudspeaker {
  readonly #preferences: Preferences;
  readonly #listeners = new Set<() => void>();
  #state: LoudspeakerState = { devices: [], deviceId: '', missingLabel: null };

  constructor(preferences: Preferences) {
    this.#preferences = preferences;
    if (!hasMediaDevices() || !('setSinkId' in HTMLMediaElement.prototype)) return;
    navigator.mediaDevices.addEventListener('devicechange', () => void this.look());
  }

  get state(): LoudspeakerState {
    return this.#state;
  }

  /** Calls `listener` after every change. Returns the way to unsubscribe. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Looks which devices there are; browsers tell only once a microphone is allowed. */
  async look(): Promise<void> {
    if (!hasMediaDevices() || !('setSinkId' in HTMLMediaElement.prototype)) return;
    const devices = await listDevices('audiooutput', TEXTS.speaker.numbered);
    const { speakerId, speakerLabel } = this.#preferences.values;
    const isThere = devices.some((device) => device.deviceId === speakerId);
    this.#change({
      devices,
      deviceId: isThere ? (speakerId ?? '') : '',
      missingLabel: speakerId !== null && devices.length > 0 && !isThere ? speakerLabel : null,
    });
  }

  choose(deviceId: string): void {
    const device = this.#state.devices.find((candidate) => candidate.deviceId === deviceId);
    this.#preferences.change({ speakerId: device?.deviceId ?? null, speakerLabel: device?.label ?? null });
    this.#change({ deviceId: device?.deviceId ?? '', missingLabel: null });
  }

  #change(change: Partial<LoudspeakerState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Makes `element` play on `deviceId`; stays where it was when the device has just gone. */
export async function playOn(element: HTMLMediaElement, deviceId: string): Promise<void> {
  if (!('setSinkId' in element) || element.sinkId === deviceId) return;
  await element.setSinkId(deviceId).catch(() => {});
}
