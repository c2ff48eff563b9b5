/** How much sound and how many pictures a page receives, by WebRTC's own count. */
import type { Person } from './person.ts';

/** Runs in the page before its own code: keeps its connections where they can be asked. */
const WATCH = `{
  const Native = RTCPeerConnection;
  window.watchedConnections = [];
  window.RTCPeerConnection = class extends Native {
    constructor(configuration) {
      super(configuration);
      window.watchedConnections.push(this);
    }
  };
}`;

const COUNT = (kind: 'audio' | 'video'): string => `(async () => {
  const open = window.watchedConnections.filter(({ connectionState }) => connectionState === 'connected');
  const reports = await Promise.all(open.map((connection) => connection.getStats()));
  return reports
    .flatMap((report) => [...report.values()])
    .filter((entry) => entry.type === 'inbound-rtp' && entry.kind === '${kind}')
    .reduce((sum, { bytesReceived }) => sum + bytesReceived, 0);
})()`;

/** To be called before the page is opened. */
export async function watchConnections({ page }: Person): Promise<void> {
  await page.addInitScript(WATCH);
}

/** All bytes of one kind that the page has received over the connections that are up. Only after `watchConnections`. */
export async function incomingBytes({ page }: Person, kind: 'audio' | 'video'): Promise<number> {
  return Number(await page.evaluate(COUNT(kind)));
}
