/**
 * Draws all meters of a page at every frame, in a thread of its own: they move evenly whatever the page is busy with, and a frame of theirs
 * is none of the page's. Rests while there is nothing to draw.
 */
import { type MeterReading, SILENT } from '../media/level-measure.ts';
import { MeterBallistics } from './meter-ballistics.ts';
import type { MeterMessage } from './meter-message.ts';
import { MeterPainter } from './meter-painter.ts';

type Bar = {
  readonly painter: MeterPainter;
  readonly ballistics: MeterBallistics;
  reading: MeterReading;
  isSeen: boolean;
};

const bars = new Map<number, Bar>();
let isDrawing = false;

addEventListener('message', ({ data }: MessageEvent<MeterMessage>) => obey(data));

function obey(message: MeterMessage): void {
  switch (message.kind) {
    case 'add': {
      const painter = new MeterPainter(message.canvas, message.look);
      bars.set(message.id, { painter, ballistics: new MeterBallistics(), reading: SILENT, isSeen: true });
      draw();
      return;
    }
    case 'look':
      bars.get(message.id)?.painter.setLook(message.look);
      return;
    case 'sight': {
      const bar = bars.get(message.id);
      if (bar !== undefined) bar.isSeen = message.isSeen;
      return;
    }
    case 'readings':
      for (const [id, reading] of message.readings) {
        const bar = bars.get(id);
        if (bar !== undefined) bar.reading = reading;
      }
      return;
    case 'remove':
      bars.delete(message.id);
  }
}

function draw(): void {
  if (isDrawing) return;
  isDrawing = true;
  requestAnimationFrame(drawFrame);
}

function drawFrame(nowMs: number): void {
  for (const { painter, ballistics, reading, isSeen } of bars.values()) {
    const drawing = ballistics.update(reading, nowMs);
    if (isSeen) painter.paint(drawing);
  }
  isDrawing = bars.size > 0;
  if (isDrawing) requestAnimationFrame(drawFrame);
}
