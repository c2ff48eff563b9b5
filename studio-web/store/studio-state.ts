/** The state behind the pages: plain data in one store, written by Studio alone. */

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ParticipantId, ProducerId } from '#protocol/ids.ts';
import type { Role, TalkbackTarget } from '#protocol/people.ts';
import type { RoomState } from '#protocol/state.ts';
import type { ConnectionPhase } from '../connection/connection-phase.ts';
import type { SoundStatus } from '../media/wanted-sound.ts';

/** A sentence that is shown for a while. */
export type Notice = { readonly id: number; readonly text: string };

export type StudioState = {
  readonly phase: ConnectionPhase;
  readonly you: { readonly participantId: ParticipantId; readonly role: Role } | null;
  readonly room: RoomState | null;
  /** Server time minus the time of this computer, in ms. */
  readonly clockOffsetMs: number;
  /** What the browser says of this device; where the studio runs on it, it may be in the room without. */
  readonly hasNetwork: boolean;
  readonly sound: SoundStatus;
  readonly playbackBlocked: boolean;
  /** The own mute button. True in this browser at once, on the server a moment later. */
  readonly muted: boolean;
  /** To whom the talkback key is held now. */
  readonly talkingTo: TalkbackTarget | null;
  /** The last message of the chat that was on the screen. */
  readonly seenMessage: number;
  /** Who is solo in these headphones; empty means that everybody is heard. */
  readonly cued: ReadonlySet<ParticipantId>;
  /** The pictures of others that have come, by producer. */
  readonly pictures: ReadonlyMap<ProducerId, MediaStreamTrack>;
  readonly notices: readonly Notice[];
  /** The last sentence for screen readers, polite and urgent. */
  readonly spoken: { readonly polite: string; readonly urgent: string };
};

export type StudioStore = StoreApi<StudioState>;

export function createStudioStore(): StudioStore {
  return createStore<StudioState>(() => ({
    phase: { kind: 'idle' },
    you: null,
    room: null,
    clockOffsetMs: 0,
    hasNetwork: true,
    sound: 'idle',
    playbackBlocked: false,
    muted: false,
    talkingTo: null,
    seenMessage: 0,
    cued: new Set(),
    pictures: new Map(),
    notices: [],
    spoken: { polite: '', urgent: '' },
  }));
}
