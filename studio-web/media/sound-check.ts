/**
 * What the green room plays: a test sound, and the own voice after three seconds of recording. Both go through an audio element, as the
 * room does later, so that what is heard here is where the room will be heard.
 */
import { playOn } from './loudspeaker.ts';

export const RECORD_MS = 3_000;

/** A rising chord, in Hz, each note this long after the one before. */
const NOTES_HZ = [523.25, 659.25, 783.99];
const NOTE_EVERY_S = 0.16;
const NOTE_LENGTH_S = 0.7;
const NOTE_LEVEL = 0.12;
const SHORTEST_FADE_S = 0.02;

/** Plays the test sound on `deviceId`; resolves when it has ended. */
export async function playTestSound(deviceId: string): Promise<void> {
  await playThrough(deviceId, (context, out) => {
    const beginS = context.currentTime + 0.05;
    NOTES_HZ.forEach((frequency, index) => {
      const atS = beginS + index * NOTE_EVERY_S;
      const note = new OscillatorNode(context, { type: 'sine', frequency });
      const gain = new GainNode(context, { gain: 0 });
      gain.gain.setValueAtTime(0, atS);
      gain.gain.linearRampToValueAtTime(NOTE_LEVEL, atS + SHORTEST_FADE_S);
      gain.gain.exponentialRampToValueAtTime(0.0001, atS + NOTE_LENGTH_S);
      note.connect(gain).connect(out);
      note.start(atS);
      note.stop(atS + NOTE_LENGTH_S);
    });
    return 0.05 + NOTES_HZ.length * NOTE_EVERY_S + NOTE_LENGTH_S;
  });
}

/** Records `track` for RECORD_MS. Rejects when this browser cannot record, or the track ends before. */
export async function recordVoice(track: MediaStreamTrack): Promise<Blob> {
  const recorder = new MediaRecorder(new MediaStream([track]));
  const parts: Blob[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    recorder.addEventListener('dataavailable', (event) => parts.push(event.data));
    recorder.addEventListener('stop', () => resolve());
    recorder.addEventListener('error', () => reject(new Error('The recording broke off.')));
  });
  recorder.start();
  await new Promise((resolve) => setTimeout(resolve, RECORD_MS));
  if (recorder.state !== 'inactive') recorder.stop();
  await ended;
  return new Blob(parts, { type: recorder.mimeType });
}

/** Plays a recording on `deviceId`; resolves when it has ended. */
export async function playRecording(recording: Blob, deviceId: string): Promise<void> {
  const bytes = await recording.arrayBuffer();
  await playThrough(deviceId, async (context, out) => {
    const buffer = await context.decodeAudioData(bytes);
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(out);
    source.start();
    return buffer.duration;
  });
}

/** `begin` starts its sources into `out` and says how long they sound, in seconds. */
async function playThrough(
  deviceId: string,
  begin: (context: AudioContext, out: AudioNode) => number | Promise<number>,
): Promise<void> {
  const context = new AudioContext();
  const out = new MediaStreamAudioDestinationNode(context);
  const element = document.createElement('audio');
  element.srcObject = out.stream;
  try {
    await playOn(element, deviceId);
    await context.resume();
    await element.play();
    const lengthS = await begin(context, out);
    await new Promise((resolve) => setTimeout(resolve, (lengthS + 0.2) * 1000));
  } finally {
    element.srcObject = null;
    await context.close();
  }
}
