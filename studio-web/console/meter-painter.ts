/** Draws a meter's bar on a canvas, upright or lying as the canvas is shaped. */
import type { MeterDrawing } from './meter-ballistics.ts';
import type { MeterLook } from './meter-message.ts';
import { meterPosition, ZONE_ALIGNED_DB, ZONE_MAXIMUM_DB } from './meter-scale.ts';

/** The peak bar is paler than the RMS bar inside it. */
const PEAK_ALPHA = 0.6;

/** Lengths in pixels of the screen; none is ever negative. */
const NOTHING_DRAWN = { bar: -1, rms: -1, hold: -1 };

export class MeterPainter {
  readonly #canvas: OffscreenCanvas;
  readonly #context: OffscreenCanvasRenderingContext2D | null;
  #look: MeterLook;
  #zones = { aligned: 0, maximum: 0 };
  #drawn = NOTHING_DRAWN;
  #length = 0;
  #breadth = 0;
  #upright = true;

  constructor(canvas: OffscreenCanvas, look: MeterLook) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d');
    this.#look = look;
    this.setLook(look);
  }

  setLook(look: MeterLook): void {
    this.#look = look;
    this.#canvas.width = look.width;
    this.#canvas.height = look.height;
    this.#upright = look.height > look.width;
    this.#length = Math.max(look.width, look.height);
    this.#breadth = Math.min(look.width, look.height);
    this.#zones = { aligned: this.#pixels(ZONE_ALIGNED_DB), maximum: this.#pixels(ZONE_MAXIMUM_DB) };
    this.#drawn = NOTHING_DRAWN;
  }

  /** Draws only what looks otherwise than before: a picture that is handed on costs more than the drawing of it. */
  paint(drawing: MeterDrawing): void {
    const context = this.#context;
    if (context === null) return;
    const bar = this.#pixels(drawing.barDb);
    const rms = this.#pixels(drawing.rmsDb);
    const hold = this.#pixels(drawing.holdDb);
    const drawn = this.#drawn;
    if (drawn.bar === bar && drawn.rms === rms && drawn.hold === hold) return;
    this.#drawn = { bar, rms, hold };
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    context.globalAlpha = PEAK_ALPHA;
    this.#bar(context, rms, bar);
    context.globalAlpha = 1;
    this.#bar(context, 0, rms);
    if (hold <= 0) return;
    context.fillStyle = this.#look.hold;
    this.#fill(context, hold - this.#look.holdThickness, hold);
  }

  /** The zones between two heights. */
  #bar(context: OffscreenCanvasRenderingContext2D, from: number, to: number): void {
    const { aligned, maximum } = this.#zones;
    const { low, middle, high } = this.#look;
    this.#zone(context, low, from, Math.min(to, aligned));
    this.#zone(context, middle, Math.max(from, aligned), Math.min(to, maximum));
    this.#zone(context, high, Math.max(from, maximum), to);
  }

  #zone(context: OffscreenCanvasRenderingContext2D, color: string, from: number, to: number): void {
    if (from >= to) return;
    context.fillStyle = color;
    this.#fill(context, from, to);
  }

  /** How far a level reaches, in whole pixels of the screen. */
  #pixels(db: number): number {
    return Math.round(meterPosition(db) * this.#length);
  }

  #fill(context: OffscreenCanvasRenderingContext2D, from: number, to: number): void {
    const start = Math.max(0, from);
    if (this.#upright) context.fillRect(0, this.#length - to, this.#breadth, to - start);
    else context.fillRect(start, 0, to - start, this.#breadth);
  }
}
