/** What is missing for going live; the words are in the texts. */
import type { RoomState, StripEntry } from '#protocol/state.ts';
import { stripOf } from './person-status.ts';

export type CheckName = 'icecast' | 'mounts' | 'strips' | 'signal' | 'title';

/** `blocks`: worth stopping for. Nobody is kept from going live for the want of a title. */
export type CheckLine = { readonly name: CheckName; readonly isReady: boolean; readonly blocks: boolean };

export type CheckFacts = {
  readonly room: RoomState;
  readonly ownId: string;
  /** Whether this browser has a microphone to go on air with. */
  readonly hasMicrophone: boolean;
  /** Null when the server did not answer in time, which is no reason to wait. */
  readonly icecast: { readonly problem: string | null; readonly takenMounts: readonly string[] } | null;
  /** Whether there was sound from the strips that will be on; null while that is not known. */
  readonly isHeard: boolean | null;
};

/** The people's strips that will be on air: those that are on, and the own one, which going live puts on. */
export function stripsToBe(room: RoomState, ownId: string): string[] {
  return Object.values(room.strips)
    .filter((strip) => isSomebodyOn(strip) || strip.participantId === ownId)
    .map(({ id }) => id);
}

/** The soundboard is nobody. */
const isSomebodyOn = (strip: StripEntry): boolean => strip.on && strip.source === undefined;

export function goLiveCheck({ room, ownId, hasMicrophone, icecast, isHeard }: CheckFacts): CheckLine[] {
  const own = stripOf(room, ownId);
  const others = Object.values(room.strips).filter(
    (strip) => isSomebodyOn(strip) && strip.participantId !== ownId,
  );
  const isReady = others.length > 0 || (own !== undefined && hasMicrophone);
  const line = (name: CheckName, isMet: boolean): CheckLine => ({
    name,
    isReady: isMet,
    blocks: name !== 'title',
  });
  return [
    line('icecast', icecast === null || icecast.problem === null),
    line('mounts', icecast === null || icecast.takenMounts.length === 0),
    line('strips', isReady),
    line('signal', isReady && isHeard !== false),
    line('title', room.program.title !== ''),
  ];
}

const CHECK_TIMEOUT_MS = 1_000;

/** What `asked` answers, or null when that takes too long or fails. */
export async function inTime<T>(asked: Promise<T>): Promise<T | null> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), CHECK_TIMEOUT_MS));
  return Promise.race([asked.catch(() => null), late]);
}
