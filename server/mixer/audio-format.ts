/** The one audio format inside the mixer: 48 kHz, float, in ticks of 20 ms. */

export const SAMPLE_RATE_HZ = 48_000;
export const SAMPLES_PER_MS = 48;
export const TICK_MS = 20;

/** Frames (one sample per side) of one tick. */
export const TICK_FRAMES = TICK_MS * SAMPLES_PER_MS;
