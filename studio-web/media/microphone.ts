/** The one microphone of this page: asks for it, changes it, and gets it again when it goes. Knows nothing of rooms. */
import { TEXTS } from '../texts/texts.ts';
import {
  devicePermission,
  hasMediaDevices,
  listDevices,
  type MediaDevice,
  stopTracks,
} from './media-devices.ts';
import { microphoneConstraints } from './microphone-constraints.ts';
import { type MicrophoneProblem, problemOfError, problemOfPage } from './microphone-problem.ts';
import { microphoneSound } from './microphone-sound.ts';
import type { Preferences, PreferenceValues } from './preferences.ts';

/** How the microphone should sound, as the person set it. */
export type MicrophoneSettings = Pick<
  PreferenceValues,
  'headphones' | 'echo' | 'noise' | 'autoGain' | 'music'
>;

export type MicrophoneState = {
  /**
   * `checking`: looking whether the browser allows it without a question, and opening it then. `unasked`: nobody pressed "Allow" yet.
   * `asking`: the browser asks the person. `off`: none is used.
   */
  readonly phase: 'checking' | 'unasked' | 'asking' | 'on' | 'off';
  readonly problem: MicrophoneProblem | null;
  readonly devices: readonly MediaDevice[];
  readonly current: MediaDevice | null;
  /** What the device delivers, in Hz; null while it does not say. */
  readonly sampleRateHz: number | null;
  /** The name of the remembered device that is gone, while another one stands in. */
  readonly missingLabel: string | null;
  readonly settings: MicrophoneSettings;
  /** The phone or the computer took the microphone away for a moment: a call, a lock screen. */
  readonly interrupted: boolean;
};

export class Microphone {
  readonly #preferences: Preferences;
  readonly #listeners = new Set<() => void>();
  #state: MicrophoneState;
  #track: MediaStreamTrack | null = null;
  /** Grows with every wish, so that an answer to an earlier one is thrown away. */
  #wish = 0;

  constructor(preferences: Preferences) {
    this.#preferences = preferences;
    this.#state = {
      phase: 'checking',
      problem: problemOfPage({ isSecure: window.isSecureContext, hasMediaDevices: hasMediaDevices() }),
      devices: [],
      current: null,
      sampleRateHz: null,
      missingLabel: null,
      settings: settingsOf(preferences.values),
      interrupted: false,
    };
    if (!hasMediaDevices()) return;
    navigator.mediaDevices.addEventListener('devicechange', () => void this.#devicesChanged());
    document.addEventListener('visibilitychange', () => void this.#lookAfterTrack(this.#track?.muted));
  }

  get state(): MicrophoneState {
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

  /**
   * Opens the microphone without asking when the browser allows it already, and says so at once when it forbids it. From then on the state
   * follows what the person changes in the browser's own settings.
   */
  async openIfAllowed(): Promise<void> {
    if (this.#state.phase !== 'checking') return;
    const permission = this.#state.problem === null ? await devicePermission('microphone') : null;
    permission?.addEventListener('change', () => this.#permissionChanged(permission.state));
    if (permission?.state === 'granted') await this.open();
    else if (permission?.state === 'denied') this.#change({ phase: 'off', problem: 'denied' });
    else this.#change({ phase: 'unasked' });
  }

  /** Opens the remembered microphone, or the default one when that is gone. What goes wrong becomes `problem`. */
  async open(): Promise<void> {
    await this.#acquire(this.#preferences.values.deviceId);
  }

  /** Changes to another device and remembers it. */
  async choose(deviceId: string): Promise<void> {
    const device = this.#state.devices.find((candidate) => candidate.deviceId === deviceId);
    this.#preferences.change({ deviceId, deviceLabel: device?.label ?? null });
    await this.#acquire(deviceId);
  }

  /** Changes how it should sound. Putting on headphones, or taking them off, decides anew about the echo. */
  async set(change: Partial<MicrophoneSettings>): Promise<void> {
    this.#preferences.change(change.headphones === undefined ? change : { echo: null, ...change });
    this.#change({ settings: settingsOf(this.#preferences.values) });
    if (this.#track !== null) await this.#acquire(this.#state.current?.deviceId ?? null);
  }

  /** Lets the device go; its light goes out. */
  close(): void {
    this.#wish += 1;
    this.#setTrack(null);
    this.#change({ phase: 'off', interrupted: false });
  }

  async #acquire(deviceId: string | null): Promise<void> {
    if (!hasMediaDevices()) return;
    const wish = ++this.#wish;
    const isFirst = this.#state.phase === 'unasked' || this.#state.phase === 'off';
    this.#change({ problem: null, ...(isFirst && { phase: 'asking' }) });
    try {
      const { stream, missing } = await this.#request(deviceId);
      if (wish !== this.#wish) return stopTracks(stream);
      await this.#adopt(stream, missing);
    } catch (error) {
      if (wish !== this.#wish) return;
      this.#setTrack(null);
      this.#change({ phase: 'off', problem: problemOfError(error) });
    }
  }

  /** A device that is not there any more is replaced by the default one. */
  async #request(deviceId: string | null): Promise<{ stream: MediaStream; missing: boolean }> {
    const sound = microphoneSound(this.#preferences.values);
    const ask = (id: string | null): Promise<MediaStream> =>
      navigator.mediaDevices.getUserMedia({ audio: microphoneConstraints(id, sound) });
    try {
      return { stream: await ask(deviceId), missing: false };
    } catch (error) {
      if (deviceId === null || problemOfError(error) !== 'missing') throw error;
      return { stream: await ask(null), missing: true };
    }
  }

  async #adopt(stream: MediaStream, missing: boolean): Promise<void> {
    const track = stream.getAudioTracks()[0] ?? null;
    if (track !== null) {
      const { headphones, music } = this.#preferences.values;
      track.contentHint = headphones || music ? 'music' : 'speech';
      track.addEventListener('ended', () => this.#trackEnded(track));
      track.addEventListener('mute', () => this.#change({ interrupted: this.#track?.muted ?? false }));
      track.addEventListener('unmute', () => this.#change({ interrupted: this.#track?.muted ?? false }));
    }
    this.#setTrack(track);
    this.#change({
      phase: 'on',
      interrupted: false,
      missingLabel: missing ? this.#preferences.values.deviceLabel : null,
      devices: await this.#list(),
      sampleRateHz: track?.getSettings().sampleRate ?? null,
    });
    const usedId = track?.getSettings().deviceId;
    this.#change({ current: this.#state.devices.find((device) => device.deviceId === usedId) ?? null });
  }

  /** Nobody hears this person until it is got again, which waits for the page to be looked at. */
  #trackEnded(track: MediaStreamTrack): void {
    if (track !== this.#track) return;
    this.#change({ interrupted: true });
    void this.#lookAfterTrack();
  }

  async #devicesChanged(): Promise<void> {
    if (this.#state.phase !== 'on') {
      // Plugging one in is the cure that was asked for.
      if (this.#state.problem === 'missing') await this.open();
      return;
    }
    this.#change({ devices: await this.#list() });
    const remembered = this.#preferences.values.deviceId;
    const isBack = this.#state.devices.some((device) => device.deviceId === remembered);
    if (this.#state.missingLabel !== null && isBack) await this.#acquire(remembered);
    else await this.#lookAfterTrack();
  }

  /**
   * A track that ended (device unplugged, phone call) is got again as soon as the page is looked at. After a call iPhones leave one that
   * says it lives and stays `silenced`; coming back to the page gets that one anew too.
   */
  async #lookAfterTrack(silenced = false): Promise<void> {
    const isOver = this.#track?.readyState === 'ended' || silenced;
    if (isOver && !document.hidden) await this.open();
  }

  #permissionChanged(permission: PermissionState): void {
    const { phase, problem } = this.#state;
    if (permission === 'granted' && (phase === 'unasked' || problem === 'denied')) void this.open();
    if (permission !== 'denied') return;
    this.close();
    this.#change({ problem: 'denied' });
  }

  #list(): Promise<MediaDevice[]> {
    return listDevices('audioinput', TEXTS.microphone.numbered);
  }

  #setTrack(track: MediaStreamTrack | null): void {
    const before = this.#track;
    this.#track = track;
    before?.stop();
  }

  #change(change: Partial<MicrophoneState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of [...this.#listeners]) listener();
  }
}

function settingsOf({ headphones, echo, noise, autoGain, music }: PreferenceValues): MicrophoneSettings {
  return { headphones, echo, noise, autoGain, music };
}
