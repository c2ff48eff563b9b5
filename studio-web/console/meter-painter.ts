/** Draws a meter's bar on a canvas, upright or lying as the canvas is shaped. Knows no React. */
import type { MeterDrawing } from './meter-ballistics.ts';
import { meterPosition, ZONE_ALIGNED_DB, ZONE_MAXIMUM_DB } from './meter-scale.ts';

const HOLD_THICKNESS = 2;
/** The peak bar is paler than the RMS bar inside it. */
const PEAK_ALPHA = 0.6;

type Colors = { readonly low: string; readonly middle: string; readonly high: string; readonly hold: string };

/** Lengths in pixels of the screen; none is ever negative. */
const NOTHING_DRAWN = { bar: -1, rms: -1, hold: -1 };

export class MeterPainter {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D | null;
  readonly #resize: ResizeObserver;
  readonly #sight: IntersectionObserver;
  #colors: Colors;
  #zones = { aligned: 0, maximum: 0 };
  #drawn = NOTHING_DRAWN;
  #length = 0;
  #breadth = 0;
  #upright = true;
  /** Strips that are scrolled out of the console cost nothing. */
  #isSeen = true;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d');
    this.#colors = readColors(canvas);
    this.#resize = new ResizeObserver(() => this.#fit());
    this.#resize.observe(canvas);
    this.#sight = new IntersectionObserver((entries) => {
      this.#isSeen = entries.at(-1)?.isIntersecting ?? true;
    });
    this.#sight.observe(canvas);
    this.#fit();
  }

  /** Draws only what looks otherwise than before: a picture that is handed on costs more than the drawing of it. */
  paint(drawing: MeterDrawing): void {
    const context = this.#context;
    if (context === null || !this.#isSeen) return;
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
    context.fillStyle = this.#colors.hold;
    this.#fill(context, hold - HOLD_THICKNESS * devicePixelRatio, hold);
  }

  close(): void {
    this.#resize.disconnect();
    this.#sight.disconnect();
  }

  /** The zones between two heights. */
  #bar(context: CanvasRenderingContext2D, from: number, to: number): void {
    const { aligned, maximum } = this.#zones;
    this.#zone(context, this.#colors.low, from, Math.min(to, aligned));
    this.#zone(context, this.#colors.middle, Math.max(from, aligned), Math.min(to, maximum));
    this.#zone(context, this.#colors.high, Math.max(from, maximum), to);
  }

  #zone(context: CanvasRenderingContext2D, color: string, from: number, to: number): void {
    if (from >= to) return;
    context.fillStyle = color;
    this.#fill(context, from, to);
  }

  /** How far a level reaches, in whole pixels of the screen. */
  #pixels(db: number): number {
    return Math.round(meterPosition(db) * this.#length);
  }

  #fill(context: CanvasRenderingContext2D, from: number, to: number): void {
    const start = Math.max(0, from);
    if (this.#upright) context.fillRect(0, this.#length - to, this.#breadth, to - start);
    else context.fillRect(start, 0, to - start, this.#breadth);
  }

  #fit(): void {
    const { clientWidth, clientHeight } = this.#canvas;
    this.#canvas.width = Math.round(clientWidth * devicePixelRatio);
    this.#canvas.height = Math.round(clientHeight * devicePixelRatio);
    this.#upright = clientHeight > clientWidth;
    this.#length = this.#upright ? this.#canvas.height : this.#canvas.width;
    this.#breadth = this.#upright ? this.#canvas.width : this.#canvas.height;
    this.#colors = readColors(this.#canvas);
    this.#zones = { aligned: this.#pixels(ZONE_ALIGNED_DB), maximum: this.#pixels(ZONE_MAXIMUM_DB) };
    this.#drawn = NOTHING_DRAWN;
  }
}

function readColors(canvas: HTMLCanvasElement): Colors {
  const style = getComputedStyle(canvas);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  return {
    low: color('--meter-low'),
    middle: color('--meter-middle'),
    high: color('--meter-high'),
    hold: color('--meter-hold'),
  };
}
