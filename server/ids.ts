/** Makes opaque identifiers and tokens. */
import { randomBytes } from 'node:crypto';
import {
  type ParticipantId,
  participantId,
  type SceneId,
  type StripId,
  sceneId,
  stripId,
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

/** A fresh scene id. */
export function newSceneId(): SceneId {
  return sceneId.parse(randomBytes(ID_BYTES).toString('base64url'));
}

/** A secret of 192 bits in base64url. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}
