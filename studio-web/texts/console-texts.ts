/**
 * Every sentence of the console's processing, scenes, loudness and panic button, in English; german-console.ts has the same in German. What
 * is exported is what the page says now: read it when you draw.
 */
import { oneDecimal } from './numbers.ts';

export let CONSOLE_TEXTS = {
  time: 'Time of day',
  trim: 'Trim',
  heldBy: (name: string) => `${name} has this fader`,
  processing: {
    button: (preset: string) => `Processing: ${preset}`,
    of: (name: string) => `Processing of ${name}`,
    close: 'Close processing',
    presets: 'Preset',
    presetNames: { voice: 'Voice', plain: 'Off', custom: 'Custom' },
    ducks: 'Duck',
    stages: {
      highPass: 'High-pass',
      gate: 'Gate',
      compressor: 'Compressor',
      autoLevel: 'Auto-level',
      duck: 'Duck',
    },
    about: {
      highPass: 'Takes rumble and handling noise away.',
      gate: 'Turns the room down while nobody speaks.',
      compressor: 'Holds loud words and brings the voice forward.',
      autoLevel: 'Rides slowly to the loudness target.',
      duck: 'Goes down while somebody speaks elsewhere.',
    },
    parameters: {
      frequencyHz: 'Frequency',
      thresholdDb: 'Threshold',
      hysteresisDb: 'Hysteresis',
      rangeDb: 'Range',
      attackMs: 'Attack',
      holdMs: 'Hold',
      releaseMs: 'Release',
      ratio: 'Ratio',
      kneeDb: 'Knee',
      makeUpDb: 'Make-up',
      depthDb: 'Depth',
    },
    slopes: 'Slope',
    slope: (db: number) => `${db} dB/oct`,
  },
  scenes: {
    heading: 'Scenes',
    none: 'Save the console as it is, and come back to it with one press.',
    save: 'Save scene',
    saveAs: 'Name of the new scene',
    namePlaceholder: 'Name',
    cancel: 'Cancel',
    confirm: 'Save',
    recall: (name: string) => `Recall ${name}`,
    edit: (name: string) => `Change ${name}`,
    editing: (name: string) => `Scene ${name}`,
    rename: 'Rename',
    name: 'Name of the scene',
    overwrite: 'Save console here',
    overwritten: (name: string) => `${name} is now the console as it is.`,
    delete: 'Delete',
    deleteSure: 'Really delete?',
    close: 'Close',
    crossfade: 'Crossfade',
    seconds: (seconds: number) => `${oneDecimal(seconds)} s`,
  },
  loudness: {
    heading: 'Loudness',
    target: 'Target',
    targetUses: {
      '-14': '-14 LUFS, streaming',
      '-16': '-16 LUFS, podcast',
      '-18': '-18 LUFS, speech',
      '-19': '-19 LUFS, mono podcast',
      '-23': '-23 LUFS, broadcast',
    },
    silent: 'No sound yet',
    onTarget: (lu: string) => `On target, ${lu} LU`,
    louder: (lu: number) => `${oneDecimal(lu)} LU too loud`,
    quieter: (lu: number) => `${oneDecimal(lu)} LU too quiet`,
    limiter: 'Limiter',
    limiterRests: 'rests',
    limiterWorks: (db: number) => `−${oneDecimal(db)} dB`,
  },
  panic: {
    press: 'Play the bed instead',
    back: 'Back to the program',
    obstacle: 'This works while the show is on air.',
    region: 'Bed instead of the program',
    what: 'Listeners hear the bed, not the program.',
    hint: 'Everything on the console goes on. Nobody hears it until you go back.',
    since: 'For',
    sentence: 'Listeners hear the bed.',
    ownWhy: 'A host plays the bed instead of the program.',
  },
};

/** A translation that misses a sentence does not compile. */
export type ConsoleTexts = typeof CONSOLE_TEXTS;

export const ENGLISH_CONSOLE: ConsoleTexts = CONSOLE_TEXTS;

/** Only for speak.ts. */
export function setConsoleTexts(texts: ConsoleTexts): void {
  CONSOLE_TEXTS = texts;
}
