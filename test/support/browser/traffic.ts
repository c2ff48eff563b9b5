/** How much sound and how many pictures a page receives, by WebRTC's own count. */
import * as z from 'zod/mini';
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

/** What was agreed on for the own microphone: the answer of RFC 7587, and what the browser does to the sound before. */
const SENT = `(() => {
  for (const connection of window.watchedConnections) {
    const track = connection.getSenders().find(({ track }) => track?.kind === 'audio')?.track;
    if (connection.connectionState !== 'connected' || !track) continue;
    const format = /a=fmtp:\\d+ (.*)/.exec(connection.remoteDescription.sdp)?.[1] ?? '';
    const said = Object.fromEntries(format.trim().split(';').map((each) => each.trim().split('=')));
    const { echoCancellation, noiseSuppression, autoGainControl } = track.getSettings();
    return {
      maxAverageBitrate: Number(said.maxaveragebitrate),
      stereo: said.stereo === '1',
      echoCancellation,
      noiseSuppression,
      autoGainControl,
    };
  }
  return null;
})()`;

const sentSchema = z.nullable(
  z.object({
    maxAverageBitrate: z.number(),
    stereo: z.boolean(),
    echoCancellation: z.boolean(),
    noiseSuppression: z.boolean(),
    autoGainControl: z.boolean(),
  }),
);

/** Null before the microphone is sent. Only after `watchConnections`. Bits per second. */
export async function outgoingSound({ page }: Person): Promise<z.output<typeof sentSchema>> {
  return sentSchema.parse(await page.evaluate(SENT));
}
