/** What the page tells the worker that draws its meters. */
import type { MeterReading } from '../media/level-measure.ts';

/** How a bar looks: sizes in pixels of the screen, colours as CSS has them. */
export type MeterLook = {
  readonly width: number;
  readonly height: number;
  readonly holdThickness: number;
  readonly low: string;
  readonly middle: string;
  readonly high: string;
  readonly hold: string;
};

export type MeterMessage =
  | { readonly kind: 'add'; readonly id: number; readonly canvas: OffscreenCanvas; readonly look: MeterLook }
  | { readonly kind: 'look'; readonly id: number; readonly look: MeterLook }
  /** A bar that nobody sees is not drawn. */
  | { readonly kind: 'sight'; readonly id: number; readonly isSeen: boolean }
  /** Valid until the next of the same bar. */
  | { readonly kind: 'readings'; readonly readings: ReadonlyMap<number, MeterReading> }
  | { readonly kind: 'remove'; readonly id: number };
