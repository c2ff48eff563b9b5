/** What participants see of their room and may say to it. */
import type { ParticipantHome } from './participant.ts';
import type { RoomDesk } from './room-desk.ts';
import { withParticipant } from './room-state.ts';
import type { RoomWiring } from './room-wiring.ts';

export function homeOf(desk: RoomDesk, wiring: RoomWiring): ParticipantHome {
  return {
    get media() {
      return wiring.media;
    },
    get mediaEpoch() {
      return wiring.epoch;
    },
    changed: (who, change) => desk.commit(withParticipant(desk.state, who, change)),
  };
}
