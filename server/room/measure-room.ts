/** Measures the media of a room and of everybody in it. */
import type { RoomStats } from '#protocol/media.ts';
import type { RoomMediaPort } from './media-port.ts';
import type { Participant } from './participant.ts';

/** Somebody without media counts with zeros only in the totals. `media` is null while a worker is being replaced. */
export async function measureRoom(
  media: RoomMediaPort | null,
  participants: readonly Participant[],
): Promise<RoomStats> {
  const totals = media === null ? { transports: 0, producers: 0, consumers: 0 } : await media.stats();
  const measured = await Promise.all(
    participants.map(async (participant) => {
      const stats = await participant.stats();
      return stats === null ? [] : [{ participantId: participant.id, ...stats }];
    }),
  );
  return { participants: participants.length, ...totals, perParticipant: measured.flat() };
}
