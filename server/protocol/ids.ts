/** Opaque identifiers, branded so that one kind is never passed for another. */
import * as z from 'zod/mini';

const opaqueId = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/));

export const participantId = opaqueId.brand<'ParticipantId'>();
export const stripId = opaqueId.brand<'StripId'>();
export const transportId = opaqueId.brand<'TransportId'>();
export const producerId = opaqueId.brand<'ProducerId'>();
export const consumerId = opaqueId.brand<'ConsumerId'>();
/** Somebody in front of the room, who is no participant yet. */
export const waitingId = opaqueId.brand<'WaitingId'>();
export const sceneId = opaqueId.brand<'SceneId'>();
/** A sound in its place on the soundboard. */
export const padId = opaqueId.brand<'PadId'>();
/** What is played: a decoded file. A pad that gets another file has another one. */
export const soundId = opaqueId.brand<'SoundId'>();

/** The name of a show in URLs and mounts: lower case letters, digits and dashes, 1 to 32. */
export const showSlug = z
  .string()
  .check(z.regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/))
  .brand<'ShowSlug'>();

export type ParticipantId = z.infer<typeof participantId>;
export type StripId = z.infer<typeof stripId>;
export type TransportId = z.infer<typeof transportId>;
export type ProducerId = z.infer<typeof producerId>;
export type ConsumerId = z.infer<typeof consumerId>;
export type WaitingId = z.infer<typeof waitingId>;
export type SceneId = z.infer<typeof sceneId>;
export type PadId = z.infer<typeof padId>;
export type SoundId = z.infer<typeof soundId>;
export type ShowSlug = z.infer<typeof showSlug>;
