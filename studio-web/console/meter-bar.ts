/** One bar of a meter on the page: a canvas that the meters' worker draws on, as large as the place it is in. Knows no React. */
import { type MeterReading, SILENT } from '../media/level-measure.ts';
import type { MeterLook } from './meter-message.ts';
import { addBar, setReading, tell } from './meter-thread.ts';

const HOLD_THICKNESS = 2;

/** The bars in the places that `meter` has for them; none in browsers before 2023, which hand no canvas to a worker: there a meter stays dark. */
export function barsIn(meter: HTMLElement): readonly MeterBar[] {
  if (!('transferControlToOffscreen' in HTMLCanvasElement.prototype)) return [];
  return [...meter.querySelectorAll<HTMLElement>('[data-bar]')].map((place) => new MeterBar(place));
}

class MeterBar {
  readonly #canvas = document.createElement('canvas');
  readonly #id: number;
  readonly #resize: ResizeObserver;
  readonly #sight: IntersectionObserver;
  #told: MeterReading = SILENT;

  constructor(place: HTMLElement) {
    place.append(this.#canvas);
    this.#id = addBar(this.#canvas.transferControlToOffscreen(), lookOf(this.#canvas));
    this.#resize = new ResizeObserver(() => tell({ kind: 'look', id: this.#id, look: lookOf(this.#canvas) }));
    this.#resize.observe(this.#canvas);
    // Strips that are scrolled out of the console cost nothing.
    this.#sight = new IntersectionObserver((entries) => {
      tell({ kind: 'sight', id: this.#id, isSeen: entries.at(-1)?.isIntersecting ?? true });
    });
    this.#sight.observe(this.#canvas);
  }

  show(reading: MeterReading): void {
    const { peakDb, rmsDb } = this.#told;
    if (reading.peakDb === peakDb && reading.rmsDb === rmsDb) return;
    this.#told = reading;
    setReading(this.#id, reading);
  }

  close(): void {
    this.#resize.disconnect();
    this.#sight.disconnect();
    tell({ kind: 'remove', id: this.#id });
    this.#canvas.remove();
  }
}

function lookOf(canvas: HTMLCanvasElement): MeterLook {
  const style = getComputedStyle(canvas);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  return {
    width: Math.round(canvas.clientWidth * devicePixelRatio),
    height: Math.round(canvas.clientHeight * devicePixelRatio),
    holdThickness: HOLD_THICKNESS * devicePixelRatio,
    low: color('--meter-low'),
    middle: color('--meter-middle'),
    high: color('--meter-high'),
    hold: color('--meter-hold'),
  };
}
