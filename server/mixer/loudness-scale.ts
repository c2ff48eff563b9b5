/** Mean power as loudness. Pure. */

/** What K-weighting adds at 997 Hz, taken off again (ITU-R BS.1770-4, Annex 1, equation 2). */
const OFFSET_LU = -0.691;

/** `power`: the mean square of the weighted left side plus that of the right. In LUFS; minus infinity for none. */
export function loudnessOf(power: number): number {
  return OFFSET_LU + 10 * Math.log10(power);
}
