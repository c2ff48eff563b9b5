/** Makes opaque identifiers and tokens. */
import { randomBytes } from 'node:crypto';
import {
  type PadId,
  type ParticipantId,
  padId,
  participantId,
  type SceneId,
  type SoundId,
  type StripId,
  sceneId,
  soundId,
  stripId,
  type WaitingId,
  waitingId,
} from '#protocol/ids.ts';

const ID_BYTES = 12;
const TOKEN_BYTES = 24;

/** A fresh participant id, unguessable but not a secret. */
export function newParticipantId(): ParticipantId {
  return participantId.parse(randomBytes(ID_BYTES).toString('base64url'));
}

/** A fresh strip id. */
export function newStripId(): StripId {
  return stripId.parse(randomBytes(ID_BYTES).toString('base64url'));
}

/** A fresh id of somebody in the lobby. */
export function newWaitingId(): WaitingId {
  return waitingId.parse(randomBytes(ID_BYTES).toString('base64url'));
}

/** A fresh scene id. */
export function newSceneId(): SceneId {
  return sceneId.parse(randomBytes(ID_BYTES).toString('base64url'));
}

/** A fresh pad id. */
export function newPadId(): PadId {
  return padId.parse(randomBytes(ID_BYTES).toString('base64url'));
}

/** A fresh sound id, fit for a file name. */
export function newSoundId(): SoundId {
  return soundId.parse(randomBytes(ID_BYTES).toString('base64url'));
}

/** A secret of 192 bits in base64url. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}
