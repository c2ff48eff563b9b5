/** Makes a page reach the studio through the TURN relay alone, and tells by which way its connections go. */
import type { Person } from './person.ts';

/** Runs in the page before its own code: no candidate but those of the relay, and the connections where we can ask them. */
const RELAY_ONLY = `{
  const Native = RTCPeerConnection;
  window.openConnections = [];
  window.RTCPeerConnection = class extends Native {
    constructor(configuration) {
      super({ ...configuration, iceTransportPolicy: 'relay' });
      window.openConnections.push(this);
    }
  };
}`;

/** The kinds of the local candidates in use, one for each connection that is up. */
const USED_CANDIDATES = `Promise.all(window.openConnections.filter((c) => c.connectionState === 'connected').map(async (connection) => {
  const all = [...(await connection.getStats()).values()];
  const transport = all.find((entry) => entry.type === 'transport');
  const pair = all.find((entry) => entry.id === transport.selectedCandidatePairId);
  return all.find((entry) => entry.id === pair.localCandidateId).candidateType;
}))`;

/** To be called before the page is opened. */
export async function allowRelayOnly({ page }: Person): Promise<void> {
  await page.addInitScript(RELAY_ONLY);
}

/** `relay` for each connection that is up, when it holds. Only after `allowRelayOnly`. */
export async function usedCandidates({ page }: Person): Promise<readonly string[]> {
  const kinds: unknown = await page.evaluate(USED_CANDIDATES);
  return Array.isArray(kinds) ? kinds.map(String) : [];
}
