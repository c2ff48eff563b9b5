/** What a room is given, and what somebody shows who wants in. */
import type { ShowSlug } from '#protocol/ids.ts';
import type { Role } from '#protocol/people.ts';
import type { Log } from '../log.ts';
import type { Program } from '../program/program.ts';
import type { Origin } from './origin.ts';
import type { RoomMemory } from './room-memory.ts';
import type { RoomWiring } from './room-wiring.ts';
import type { Seat } from './seat.ts';
import type { CartPort } from './soundboard-ports.ts';

export type EnterRequest = {
  readonly role: Role;
  readonly name: string;
  readonly resumeToken?: string | undefined;
  readonly origin: Origin;
  readonly seat: Seat;
};

export type RoomOptions = {
  readonly show: { readonly slug: ShowSlug; readonly name: string };
  readonly program: Program;
  readonly wiring: RoomWiring;
  readonly memory: RoomMemory;
  readonly carts: CartPort;
  /** How long a program on air may have nobody at the console before the bed plays in its place. */
  readonly noHostAfterMs: number | null;
  readonly log: Log;
};
