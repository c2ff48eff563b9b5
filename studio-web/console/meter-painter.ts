/** Draws a meter's bar on a canvas, upright or lying as the canvas is shaped. Knows no React. */
import type { MeterDrawing } from './meter-ballistics.ts';
import { meterPosition, ZONE_ALIGNED_DB, ZONE_MAXIMUM_DB } from './meter-scale.ts';

const HOLD_THICKNESS = 2;
/** The peak bar is paler than the RMS bar inside it. */
const PEAK_ALPHA = 0.6;

type Colors = { readonly low: string; readonly middle: string; readonly high: string; readonly hold: string };

export class MeterPainter {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D | null;
  readonly #resize: ResizeObserver;
  #colors: Colors;
  #length = 0;
  #breadth = 0;
  #upright = true;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d');
    this.#colors = readColors(canvas);
    this.#resize = new ResizeObserver(() => this.#fit());
    this.#resize.observe(canvas);
    this.#fit();
  }

  paint(drawing: MeterDrawing): void {
    const context = this.#context;
    if (context === null) return;
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    context.globalAlpha = PEAK_ALPHA;
    this.#bar(context, drawing.barDb);
    context.globalAlpha = 1;
    this.#bar(context, drawing.rmsDb);
    const hold = meterPosition(drawing.holdDb);
    if (hold <= 0) return;
    context.fillStyle = this.#colors.hold;
    this.#fill(context, hold * this.#length - HOLD_THICKNESS * devicePixelRatio, hold * this.#length);
  }

  close(): void {
    this.#resize.disconnect();
  }

  /** The zones from the bottom up to `db`. */
  #bar(context: CanvasRenderingContext2D, db: number): void {
    const end = meterPosition(db) * this.#length;
    const aligned = meterPosition(ZONE_ALIGNED_DB) * this.#length;
    const maximum = meterPosition(ZONE_MAXIMUM_DB) * this.#length;
    context.fillStyle = this.#colors.low;
    this.#fill(context, 0, Math.min(end, aligned));
    context.fillStyle = this.#colors.middle;
    if (end > aligned) this.#fill(context, aligned, Math.min(end, maximum));
    context.fillStyle = this.#colors.high;
    if (end > maximum) this.#fill(context, maximum, end);
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
