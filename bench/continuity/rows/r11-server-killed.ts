/** R11: the server is killed: signaling, rooms and mixer go at once. */
import type { FaultRow } from '../fault-row.ts';
import { cutOffAtIcecast, figureDetails, sourcesAgain } from '../listener-faults.ts';

/** The server takes both mounts again; the standby keeps its own. */
const SOURCES_OF_A_RESTART = 2;

export const serverKilled: FaultRow = {
  id: 'R11',
  title: 'kill -9 of the server, four guests live',
  method:
    'The server process (signaling, rooms, mixer thread) gets SIGKILL; nobody helps. Listeners hear the bed of the standby meanwhile. From the kill until the decoded mount has the tones of everybody again, who must be the same participants. Who listens on the studio’s own address is cut off with the server; how long a player there waits that connects again is a figure of its own.',
  target: 'everybody back ≤ 6 s, 0 dropped',
  unit: 's',
  limit: 6,
  repeats: { quick: 2, full: 20 },
  stage: { guests: { hears: true } },
  async run(stage) {
    const ids = stage.everybody.map(({ id }) => id);
    const sources = await stage.sourceConnections();
    const killedPid = stage.server.pid;
    const fromMs = performance.now();
    process.kill(killedPid, 'SIGKILL');
    await stage.settle();
    const figures = stage.figures({ fromMs });
    const strangers = stage.everybody.filter(({ id }, index) => id !== ids[index]).length;
    return {
      value: figures.waitMs / 1000,
      details: {
        ...figureDetails(figures),
        'players of the studio address without the program ms': stage.audience.relayJudge.waitMs(
          stage.tonesHz,
          {
            fromMs,
          },
        ),
      },
      faults: [
        ...cutOffAtIcecast(figures),
        ...sourcesAgain(sources + SOURCES_OF_A_RESTART, await stage.sourceConnections()),
        ...(strangers === 0 ? [] : [`${strangers} people came back as somebody else`]),
      ],
    };
  },
};
