/** Adds a signal to one side of the bus with a gain that glides over the whole tick, so that no change makes a step. */

/**
 * Adds `samples` to every second element of `bus` from `side` (0 left, 1 right) on. The gain moves linearly in amplitude
 * from `from` at the end of the last tick to `to` at the end of this one: 20 ms, and unbroken however often it changes.
 */
export function addWithRamp(
  bus: Float32Array,
  side: 0 | 1,
  samples: Float32Array,
  from: number,
  to: number,
): void {
  const count = samples.length;
  if (from === to) {
    if (to === 0) return;
    for (let i = 0; i < count; i++) {
      const at = 2 * i + side;
      bus[at] = (bus[at] ?? 0) + (samples[i] ?? 0) * to;
    }
    return;
  }
  const step = (to - from) / count;
  for (let i = 0; i < count; i++) {
    const at = 2 * i + side;
    bus[at] = (bus[at] ?? 0) + (samples[i] ?? 0) * (from + step * (i + 1));
  }
}
