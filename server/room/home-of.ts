/** The room as its participants have it. */
import type { ParticipantHome } from './participant-home.ts';
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
    expect: (who, content) => desk.expect(who, content),
    changed: (who, change) => desk.commit(withParticipant(desk.state, who, change)),
  };
}
