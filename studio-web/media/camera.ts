/** The one camera of this page: opened when somebody wants to be seen, let go when not. Knows nothing of rooms. */
import { TEXTS } from '../texts/texts.ts';
import { hasMediaDevices, listDevices, type MediaDevice, stopTracks } from './media-devices.ts';
import { type MicrophoneProblem, problemOfError } from './microphone-problem.ts';
import type { Preferences } from './preferences.ts';

export type CameraState = {
  /** `asking`: being opened, perhaps with a question of the browser. */
  readonly phase: 'off' | 'asking' | 'on';
  readonly problem: MicrophoneProblem | null;
  readonly devices: readonly MediaDevice[];
  readonly current: MediaDevice | null;
  /** The name of the remembered camera that is gone, while another one stands in. */
  readonly missingLabel: string | null;
};

/** 720p is plenty for a tile; phones give what they have. */
const IDEAL_WIDTH = 1280;
const IDEAL_HEIGHT = 720;
const IDEAL_FRAMES_PER_SECOND = 30;

export class Camera {
  readonly #preferences: Preferences;
  readonly #listeners = new Set<() => void>();
  #state: CameraState = { phase: 'off', problem: null, devices: [], current: null, missingLabel: null };
  #track: MediaStreamTrack | null = null;
  /** Grows with every wish, so that an answer to an earlier one is thrown away. */
  #wish = 0;

  constructor(preferences: Preferences) {
    this.#preferences = preferences;
    if (!hasMediaDevices()) return;
    navigator.mediaDevices.addEventListener('devicechange', () => void this.#devicesChanged());
  }

  get state(): CameraState {
    return this.#state;
  }

  /** The live track, or null. */
  get track(): MediaStreamTrack | null {
    return this.#track;
  }

  /** Calls `listener` after every change of state or track. Returns the way to unsubscribe. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Opens the remembered camera, or any when that is gone. What goes wrong becomes `problem`. */
  async open(): Promise<void> {
    this.#preferences.change({ cameraOn: true });
    await this.#acquire(this.#preferences.values.cameraId);
  }

  async choose(deviceId: string): Promise<void> {
    const device = this.#state.devices.find((candidate) => candidate.deviceId === deviceId);
    this.#preferences.change({ cameraId: deviceId, cameraLabel: device?.label ?? null });
    await this.#acquire(deviceId);
  }

  /** The person wants to be seen no more. */
  turnOff(): void {
    this.#preferences.change({ cameraOn: false });
    this.close();
  }

  /** Lets the device go; its light goes out. Whether it is wanted next time stays as it is. */
  close(): void {
    this.#wish += 1;
    this.#setTrack(null);
    this.#change({ phase: 'off', problem: null });
  }

  async #acquire(deviceId: string | null): Promise<void> {
    if (!hasMediaDevices()) return;
    const wish = ++this.#wish;
    this.#change({ problem: null, ...(this.#track === null && { phase: 'asking' }) });
    try {
      const { stream, missing } = await request(deviceId);
      if (wish !== this.#wish) return stopTracks(stream);
      await this.#adopt(stream, missing);
    } catch (error) {
      if (wish !== this.#wish) return;
      this.#setTrack(null);
      this.#change({ phase: 'off', problem: problemOfError(error) });
    }
  }

  async #adopt(stream: MediaStream, missing: boolean): Promise<void> {
    const track = stream.getVideoTracks()[0] ?? null;
    track?.addEventListener('ended', () => void this.#acquire(this.#preferences.values.cameraId));
    this.#setTrack(track);
    const devices = await listDevices('videoinput', TEXTS.camera.numbered);
    const usedId = track?.getSettings().deviceId;
    this.#change({
      phase: 'on',
      devices,
      current: devices.find((device) => device.deviceId === usedId) ?? null,
      missingLabel: missing ? this.#preferences.values.cameraLabel : null,
    });
  }

  async #devicesChanged(): Promise<void> {
    if (this.#state.phase === 'on') {
      this.#change({ devices: await listDevices('videoinput', TEXTS.camera.numbered) });
    }
  }

  #setTrack(track: MediaStreamTrack | null): void {
    const before = this.#track;
    this.#track = track;
    before?.stop();
  }

  #change(change: Partial<CameraState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of [...this.#listeners]) listener();
  }
}

/** A camera that is not there any more is replaced by any other. */
async function request(deviceId: string | null): Promise<{ stream: MediaStream; missing: boolean }> {
  const ask = (id: string | null): Promise<MediaStream> =>
    navigator.mediaDevices.getUserMedia({
      video: {
        ...(id !== null && { deviceId: { exact: id } }),
        width: { ideal: IDEAL_WIDTH },
        height: { ideal: IDEAL_HEIGHT },
        frameRate: { ideal: IDEAL_FRAMES_PER_SECOND },
      },
    });
  try {
    return { stream: await ask(deviceId), missing: false };
  } catch (error) {
    if (deviceId === null || problemOfError(error) !== 'missing') throw error;
    return { stream: await ask(null), missing: true };
  }
}
