/** Scenes: what one holds, and what a console is after it was recalled. Pure. */
import type { RoomState, StripEntry } from '#protocol/state.ts';
import type { Scene, SceneStrip } from './console-memory.ts';
import { isSent } from './room-state.ts';

/** The strips of a scene that is saved now. */
export function sceneStrips(state: RoomState): readonly SceneStrip[] {
  return Object.values(state.strips).flatMap((strip) => {
    const { participantId, on, muted, faderDb, pan, processing, source } = strip;
    const name = source ?? state.participants[participantId]?.name;
    return name === undefined ? [] : [{ name, participantId, on, muted, faderDb, pan, processing }];
  });
}

/**
 * The strips as the scene has them. A person is found as the one he was, otherwise by his name; two of one name are not told apart, and
 * stay as they are, as does everybody who is not in the scene.
 */
export function recalledStrips(state: RoomState, scene: Scene): RoomState['strips'] {
  return mapStrips(state.strips, (strip) => {
    const saved = savedFor(strip, state, scene);
    if (saved === undefined) return strip;
    const { on, muted, faderDb, pan, processing } = saved;
    return { ...strip, on, muted, faderDb, pan, processing };
  });
}

/** The strips as people see them while the faders glide: who goes off air is on it until he cannot be heard any more. */
export function glidingStrips(before: RoomState['strips'], after: RoomState['strips']): RoomState['strips'] {
  return mapStrips(after, (strip) => {
    const was = before[strip.id];
    if (was === undefined || !isSent(was) || isSent(strip)) return strip;
    return { ...strip, on: was.on, muted: was.muted };
  });
}

/** The strips when the faders have arrived: those that nobody touched since are as the scene wants them. */
export function arrivedStrips(
  now: RoomState['strips'],
  gliding: RoomState['strips'],
  wanted: RoomState['strips'],
): RoomState['strips'] {
  return mapStrips(now, (strip) => (strip === gliding[strip.id] ? (wanted[strip.id] ?? strip) : strip));
}

function savedFor(strip: StripEntry, state: RoomState, scene: Scene): SceneStrip | undefined {
  const himself = scene.strips.find((saved) => saved.participantId === strip.participantId);
  const person = state.participants[strip.participantId];
  if (himself !== undefined || person === undefined) return himself;
  const name = folded(person.name);
  const namesakes = Object.values(state.participants).filter((other) => folded(other.name) === name);
  const saved = scene.strips.filter((each) => folded(each.name) === name);
  return namesakes.length === 1 && saved.length === 1 ? saved[0] : undefined;
}

const folded = (name: string): string => name.trim().toLocaleLowerCase();

function mapStrips(strips: RoomState['strips'], map: (strip: StripEntry) => StripEntry): RoomState['strips'] {
  return Object.fromEntries(Object.values(strips).map((strip) => [strip.id, map(strip)]));
}
