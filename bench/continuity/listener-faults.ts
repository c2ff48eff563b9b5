/** Puts into words what listeners lost. Pure. */
import { formatNumber } from '../report/format.ts';
import type { ListenerFigures } from './stage.ts';

/** A sentence for each way to listen on which somebody was cut off. */
export function cutOff(figures: ListenerFigures): readonly string[] {
  const { droppedRelay } = figures;
  return [
    ...cutOffAtIcecast(figures),
    ...(droppedRelay === 0
      ? []
      : [`${droppedRelay} of 5 listeners of the studio's own address were cut off`]),
  ];
}

/** The same without the studio's own address, whose listeners go when the server goes. */
export function cutOffAtIcecast({ dropped, droppedOpus }: ListenerFigures): readonly string[] {
  return [
    ...(dropped === 0 ? [] : [`${dropped} of 20 listeners of the MP3 mount were cut off`]),
    ...(droppedOpus === 0 ? [] : [`${droppedOpus} of 3 listeners of the Opus mount were cut off`]),
  ];
}

/** A sentence when a figure is above its limit. */
export function above(name: string, value: number, limit: number, unit = 'ms'): readonly string[] {
  return value <= limit ? [] : [`${name} was ${formatNumber(value)} ${unit}, more than ${limit}`];
}

/** A sentence when Icecast took more source connections than before. */
export function sourcesAgain(before: number, after: number): readonly string[] {
  return after === before ? [] : [`Icecast took ${after - before} more source connections`];
}

/** The figures that every row shows. */
export function figureDetails({
  byteGapMs,
  airGapMs,
  waitMs,
  ownStallMs,
}: ListenerFigures): Record<string, number> {
  return {
    'byte gap ms': byteGapMs,
    'gap in the sound ms': airGapMs,
    'wait on the clock ms': waitMs,
    'the bench itself stood still ms': ownStallMs,
  };
}
