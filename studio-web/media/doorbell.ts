/** Two soft notes for whoever is at the console: somebody waits. Played by this page alone; the room and the listeners do not get it. */

const NOTES_HZ = [660, 880] as const;
const NOTE_S = 0.16;
const PEAK_GAIN = 0.06;

/** Does nothing in a page that may not sound yet. */
export function ringDoorbell(context: AudioContext): void {
  if (context.state !== 'running') return;
  for (const [index, frequency] of NOTES_HZ.entries()) {
    const startS = context.currentTime + index * NOTE_S;
    const oscillator = new OscillatorNode(context, { frequency });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, startS);
    gain.gain.linearRampToValueAtTime(PEAK_GAIN, startS + 0.01);
    gain.gain.exponentialRampToValueAtTime(0.0001, startS + 2 * NOTE_S);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(startS);
    oscillator.stop(startS + 2 * NOTE_S);
  }
}
