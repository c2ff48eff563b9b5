/** Measures the media of everybody in a room. */
import type { ParticipantId } from '#protocol/ids.ts';
import type { RoomStats } from '#protocol/media.ts';
import type { RoomMediaPort } from './media-port.ts';
import type { Participant } from './participant.ts';

/** Somebody without media counts with zeros only in the totals. */
export async function measureRoom(
  media: RoomMediaPort | null,
  participants: ReadonlyMap<ParticipantId, Participant>,
): Promise<RoomStats> {
  const totals = media === null ? { transports: 0, producers: 0, consumers: 0 } : await media.stats();
  const measured = await Promise.all(
    [...participants].map(async ([id, participant]) => {
      const stats = await participant.stats();
      return stats === null ? [] : [{ participantId: id, ...stats }];
    }),
  );
  return { participants: participants.size, ...totals, perParticipant: measured.flat() };
}
