/** Guesses whether a microphone is that of a Bluetooth headset, which sounds like a telephone while it is used. Pure. */

/** The hands-free profile of Bluetooth carries 8 or 16 kHz (HFP 1.8, CVSD and mSBC). */
const TELEPHONE_RATE_HZ = 16_000;
const NAMES =
  /bluetooth|airpods|hands-?free|\bbuds\b|\bhfp\b|\bheadset \(wh-|\bw[hf]-\d|\bjabra (elite|evolve)/i;

/** `sampleRateHz` is what the track says of itself, null when it says nothing. */
export function isLikelyBluetooth(device: { label: string; sampleRateHz: number | null }): boolean {
  const isNarrow = device.sampleRateHz !== null && device.sampleRateHz <= TELEPHONE_RATE_HZ;
  return isNarrow || NAMES.test(device.label);
}
