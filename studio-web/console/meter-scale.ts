/** The scale of a meter: from dBFS to a place between 0 and 1, wide at the top where it matters. Pure. */

export const METER_MIN_DB = -60;
export const METER_MAX_DB = 0;

/** Zones as most programs have them: aligned speech below -20 dBFS, the permitted maximum at -9 dBFS. */
export const ZONE_ALIGNED_DB = -20;
export const ZONE_MAXIMUM_DB = -9;

/** The labels beside a meter. */
export const METER_TICKS_DB: readonly number[] = [0, -9, -20, -30, -40, -60];

/** The deflection of IEC 60268-18 in per cent at these levels, stretched so that -60 dBFS is the bottom; straight in between. */
const POINTS: readonly (readonly [db: number, percent: number])[] = [
  [-60, 0],
  [-50, 5.1],
  [-40, 12.8],
  [-30, 28.2],
  [-20, 48.7],
  [0, 100],
];

/** The place of `db` on the meter: 0 at the bottom and below, 1 at full scale. */
export function meterPosition(db: number): number {
  if (db >= METER_MAX_DB) return 1;
  for (let index = POINTS.length - 1; index > 0; index -= 1) {
    const [lowDb, lowPercent] = POINTS[index - 1] ?? [METER_MIN_DB, 0];
    const [highDb, highPercent] = POINTS[index] ?? [METER_MAX_DB, 100];
    if (db < lowDb) continue;
    return (lowPercent + ((db - lowDb) / (highDb - lowDb)) * (highPercent - lowPercent)) / 100;
  }
  return 0;
}
