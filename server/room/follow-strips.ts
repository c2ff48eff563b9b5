/** Makes the live path and the wires follow the strips and microphones of a new state. */
import type { RoomState } from '#protocol/state.ts';
import type { Program } from '../program/program.ts';
import type { Sounding } from './room-desk.ts';
import { settingsOf } from './room-state.ts';
import type { RoomWiring } from './room-wiring.ts';

/** Somebody who talks back is held off the air whatever his strip says. */
export function followStrips(
  { program, wiring, sounding }: { program: Program; wiring: RoomWiring; sounding: Sounding },
  before: RoomState,
  next: RoomState,
): void {
  const isRetargeted = before.console.targetLufs !== next.console.targetLufs;
  for (const strip of Object.values(next.strips)) {
    const was = before.participants[strip.participantId];
    const is = next.participants[strip.participantId];
    const isHeld = (is?.talkback ?? null) !== null;
    const isHeldAnew = isHeld !== ((was?.talkback ?? null) !== null);
    if (before.strips[strip.id] !== strip || isRetargeted || isHeldAnew) {
      const settings = settingsOf(sounding.strips[strip.id] ?? strip, next.console);
      program.putStrip(strip.id, { ...settings, on: settings.on && !isHeld }, sounding.rampMs);
    }
    const microphoneBefore =
      before.strips[strip.id] === undefined ? null : (was?.microphone?.producerId ?? null);
    const microphone = is?.microphone?.producerId ?? null;
    if (microphone !== microphoneBefore) wiring.setSource(strip.id, microphone);
  }
  for (const strip of Object.values(before.strips)) {
    if (next.strips[strip.id] !== undefined) continue;
    wiring.setSource(strip.id, null);
    program.dropStrip(strip.id);
  }
}
