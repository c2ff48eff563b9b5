/** The one camera of this page: opened when somebody wants to be seen, let go when not. Knows nothing of rooms. */
import { TEXTS } from '../texts/texts.ts';
import {
  devicePermission,
  hasMediaDevices,
  listDevices,
  type MediaDevice,
  stopTracks,
} from './media-devices.ts';
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
  /** Which way the camera of a phone looks; null for cameras that do not say so. */
  readonly facing: Facing | null;
};

export type Facing = 'user' | 'environment';

/** One camera, one of a side, or any. */
type Choice = { readonly deviceId: string } | { readonly facing: Facing } | null;

/** 720p is plenty for a tile; phones give what they have. */
const IDEAL_WIDTH = 1280;
const IDEAL_HEIGHT = 720;
const IDEAL_FRAMES_PER_SECOND = 24;

export class Camera {
  readonly #preferences: Preferences;
  readonly #listeners = new Set<() => void>();
  #state: CameraState = {
    phase: 'off',
    problem: null,
    devices: [],
    current: null,
    missingLabel: null,
    facing: null,
  };
  #track: MediaStreamTrack | null = null;
  /** Whether the person wants to be seen in this visit, also while the camera is closed for a moment. */
  #wanted = false;
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
    this.#wanted = true;
    this.#preferences.change({ cameraOn: true });
    await this.#acquire(this.#remembered);
  }

  /** Opens it again for somebody who wanted to be seen before it was closed. */
  async reopen(): Promise<void> {
    if (this.#wanted && this.#state.phase === 'off') await this.open();
  }

  /** After the page was loaded anew in the middle of a visit: on if it was on, and without a question. */
  async openIfWasOn(): Promise<void> {
    if (!this.#preferences.values.cameraOn || !hasMediaDevices()) return;
    const permission = await devicePermission('camera');
    if (permission === null || permission.state === 'granted') await this.open();
  }

  /** From the front camera of a phone to the back, and back again. */
  async flip(): Promise<void> {
    const { facing } = this.#state;
    if (facing === null) return;
    // Many phones open one camera at a time.
    this.#track?.stop();
    await this.#acquire({ facing: facing === 'user' ? 'environment' : 'user' });
  }

  async choose(deviceId: string): Promise<void> {
    const device = this.#state.devices.find((candidate) => candidate.deviceId === deviceId);
    this.#preferences.change({ cameraId: deviceId, cameraLabel: device?.label ?? null });
    await this.#acquire({ deviceId });
  }

  /** The person wants to be seen no more. */
  turnOff(): void {
    this.#wanted = false;
    this.#preferences.change({ cameraOn: false });
    this.close();
  }

  /** Lets the device go; its light goes out. Whether it is wanted next time stays as it is. */
  close(): void {
    this.#wish += 1;
    this.#setTrack(null);
    this.#change({ phase: 'off', problem: null });
  }

  get #remembered(): Choice {
    const { cameraId } = this.#preferences.values;
    return cameraId === null ? null : { deviceId: cameraId };
  }

  async #acquire(choice: Choice): Promise<void> {
    if (!hasMediaDevices()) return;
    const wish = ++this.#wish;
    this.#change({ problem: null, ...(this.#track === null && { phase: 'asking' }) });
    try {
      const { stream, missing } = await request(choice);
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
    track?.addEventListener('ended', () => void this.#acquire(this.#remembered));
    this.#setTrack(track);
    const devices = await listDevices('videoinput', TEXTS.camera.numbered);
    const { deviceId: usedId, facingMode } = track?.getSettings() ?? {};
    this.#change({
      phase: 'on',
      devices,
      current: devices.find((device) => device.deviceId === usedId) ?? null,
      missingLabel: missing ? this.#preferences.values.cameraLabel : null,
      facing: facingMode === 'user' || facingMode === 'environment' ? facingMode : null,
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
async function request(choice: Choice): Promise<{ stream: MediaStream; missing: boolean }> {
  const ask = (which: MediaTrackConstraints): Promise<MediaStream> =>
    navigator.mediaDevices.getUserMedia({
      video: {
        ...which,
        width: { ideal: IDEAL_WIDTH },
        height: { ideal: IDEAL_HEIGHT },
        frameRate: { ideal: IDEAL_FRAMES_PER_SECOND },
      },
    });
  try {
    return { stream: await ask(constraintsOf(choice)), missing: false };
  } catch (error) {
    if (choice === null || problemOfError(error) !== 'missing') throw error;
    return { stream: await ask({}), missing: 'deviceId' in choice };
  }
}

function constraintsOf(choice: Choice): MediaTrackConstraints {
  if (choice === null) return {};
  return 'deviceId' in choice
    ? { deviceId: { exact: choice.deviceId } }
    : { facingMode: { exact: choice.facing } };
}
