/** Where the live path's thread begins: joins the live path to the port of the main thread, and takes it down with the thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { GarbageRound } from '../process/garbage-round.ts';
import { preferLivePathThread } from '../process/live-priority.ts';
import { LivePath } from './live-path.ts';
import type { Command, ThreadMessage, ThreadStart } from './messages.ts';

const port = parentPort;
if (port === null) throw new Error('The live path runs in a thread of its own.');

// The encoder inherits it.
preferLivePathThread();
const { ffmpegPath }: ThreadStart = workerData;
const livePath = await LivePath.open({
  ffmpegPath,
  send: (message: ThreadMessage) => port.postMessage(message),
});
livePath.own(new GarbageRound());
livePath.onClosed(() => port.close());
port.on('message', (command: Command) => livePath.obey(command));
// The thread must not fall over at once: only while its loop runs can it kill the encoder and bury it.
process.once('uncaughtException', (error) => {
  port.postMessage({ kind: 'broken', reason: error.stack ?? String(error) } satisfies ThreadMessage);
  livePath.close('broken');
});
port.postMessage({ kind: 'ready', rtpAddress: livePath.rtpAddress } satisfies ThreadMessage);
