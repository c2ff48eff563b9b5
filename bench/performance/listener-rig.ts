/** What the rows about listeners share: our relay and a stock Icecast, each on air with the same MP3 for long enough to have its burst full. */
import { setTimeout as delay } from 'node:timers/promises';
import { startOurIcecast } from '../ours/our-icecast.ts';
import { startOurRelay } from '../ours/our-relay.ts';
import { startStockIcecast } from '../peers/stock-icecast.ts';
import { encodeMp3Loop, Mp3Feed } from '../rig/mp3-feed.ts';

/** 64 KiB at 128 kbit/s. */
const BURST_FILL_S = 4.5;

export type Side = { readonly name: string; readonly pid: number; readonly url: string };
export type ListenerRig = { readonly ours: Side; readonly peer: Side };

/** Starts both, runs `use`, and stops everything. */
export async function withListenerRig<T>(use: (rig: ListenerRig) => Promise<T>): Promise<T> {
  const closing: (() => unknown)[] = [];
  try {
    const frames = await encodeMp3Loop();
    const stock = await startStockIcecast();
    closing.push(() => stock.stop());
    const own = await startOurIcecast();
    closing.push(() => own.stop());
    for (const icecast of [stock, own]) {
      const feed = await Mp3Feed.open(icecast, frames);
      closing.push(() => feed.close());
    }
    const relay = await startOurRelay(own.port);
    closing.push(() => relay.stop());
    await delay(BURST_FILL_S * 1000);
    return await use({
      ours: { name: 'our relay', pid: relay.pid, url: relay.url('main.mp3') },
      peer: { name: stock.name, pid: stock.pid, url: `http://127.0.0.1:${stock.port}/main.mp3` },
    });
  } finally {
    for (const close of closing.reverse()) await close();
  }
}
