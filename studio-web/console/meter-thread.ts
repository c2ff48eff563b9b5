/** The worker that draws the meters of this page: one, begun with the first meter and ended with the page, and told all readings of a beat at once. */
import type { MeterReading } from '../media/level-measure.ts';
import type { MeterLook, MeterMessage } from './meter-message.ts';

let worker: Worker | null = null;
let lastId = 0;
/** At most one for each bar on the page. */
let untold = new Map<number, MeterReading>();

/** Hands `canvas` over for good. Answers with the number under which the bar is known. */
export function addBar(canvas: OffscreenCanvas, look: MeterLook): number {
  lastId += 1;
  tell({ kind: 'add', id: lastId, canvas, look }, [canvas]);
  return lastId;
}

/** What the bar shows from now on. */
export function setReading(id: number, reading: MeterReading): void {
  if (untold.size === 0) queueMicrotask(tellReadings);
  untold.set(id, reading);
}

export function tell(message: MeterMessage, transfer: Transferable[] = []): void {
  worker ??= new Worker(new URL('./meter-worker.ts', import.meta.url), { type: 'module', name: 'meters' });
  worker.postMessage(message, transfer);
}

function tellReadings(): void {
  tell({ kind: 'readings', readings: untold });
  untold = new Map();
}
