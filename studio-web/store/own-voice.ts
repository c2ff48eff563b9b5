/** Whether this person can be heard: the mute button, the talkback key, and what hosts did about his microphone and his role. */
import type { Role, TalkbackTarget } from '#protocol/people.ts';
import type { ParticipantEntry } from '#protocol/state.ts';
import { CommandError } from '../connection/command-error.ts';
import type { StudioConnection } from '../connection/studio-connection.ts';
import { errorSentence } from '../texts/error-texts.ts';
import { TEXTS } from '../texts/texts.ts';
import { isEffectivelyMuted } from './effective-mute.ts';
import type { StudioStore } from './studio-state.ts';
import { TalkbackControl } from './talkback-control.ts';

export type OwnVoiceOptions = {
  readonly store: StudioStore;
  readonly call: StudioConnection['call'];
  /** Shuts the microphone in this browser, or opens it. */
  readonly setMuted: (muted: boolean) => void;
  readonly notify: (text: string) => void;
};

export class OwnVoice {
  readonly #options: OwnVoiceOptions;
  readonly #talkback: TalkbackControl;
  #isTalkOpen = false;
  #isMutedByHost = false;
  #role: Role = 'guest';
  #isShut: boolean | null = null;

  constructor(options: OwnVoiceOptions) {
    this.#options = options;
    this.#talkback = new TalkbackControl({
      start: (to) => options.call('talkback.start', { to }),
      stop: () => options.call('talkback.stop', {}),
      onChange: ({ target, isOpen }) => {
        this.#isTalkOpen = isOpen;
        options.store.setState({ talkingTo: target });
        this.#apply();
      },
      onRefused: (error) => {
        if (error instanceof CommandError) options.notify(errorSentence(error.code, error.reference));
      },
    });
  }

  setMuted(muted: boolean): void {
    if (!muted && this.#isMutedByHost) {
      this.#options.notify(errorSentence('muted_by_host'));
      return;
    }
    this.#options.store.setState({ muted });
    this.#apply();
  }

  hold(to: TalkbackTarget): void {
    void this.#talkback.hold(to);
  }

  release(): void {
    this.#talkback.release();
  }

  /** Looks at the own entry in a new state. A talkback that a lost connection left behind ends here. */
  follow(before: ParticipantEntry | undefined, own: ParticipantEntry | undefined): void {
    if (own === undefined) return;
    const { store, notify, call } = this.#options;
    const { you, muted } = store.getState();
    if (you !== null && you.role !== own.role) store.setState({ you: { ...you, role: own.role } });
    this.#role = own.role;
    this.#isMutedByHost = own.mutedByHost;
    if (own.mutedByHost && !muted) store.setState({ muted: true });
    if (before?.mutedByHost === false && own.mutedByHost) notify(TEXTS.people.mutedByHost);
    if (before?.mutedByHost === true && !own.mutedByHost) notify(TEXTS.people.mayUnmute);
    const isLeftBehind = own.talkback !== null && before?.talkback == null && !this.#talkback.isHeld;
    if (isLeftBehind) call('talkback.stop', {}).catch(() => {});
    this.#apply();
  }

  #apply(): void {
    const { muted } = this.#options.store.getState();
    const isShut = isEffectivelyMuted({
      ...{ muted, isTalkingBack: this.#isTalkOpen, role: this.#role },
      isMutedByHost: this.#isMutedByHost,
    });
    if (isShut === this.#isShut) return;
    this.#isShut = isShut;
    this.#options.setMuted(isShut);
  }
}
