/** What a strip does to its sound before the fader: shapes, ranges and units on both sides of the wire, and the presets. */
import * as z from 'zod/mini';

type Range = { readonly min: number; readonly max: number; readonly step: number };

/** The range of every number of the processing, and the step of its control. Units are in the names. */
export const PROCESSING_RANGES = {
  trim: { trimDb: { min: -20, max: 20, step: 0.5 } },
  highPass: { frequencyHz: { min: 20, max: 400, step: 5 } },
  gate: {
    thresholdDb: { min: -80, max: -10, step: 1 },
    hysteresisDb: { min: 0, max: 12, step: 1 },
    rangeDb: { min: 1, max: 60, step: 1 },
    attackMs: { min: 1, max: 100, step: 1 },
    holdMs: { min: 0, max: 2000, step: 10 },
    releaseMs: { min: 10, max: 2000, step: 10 },
  },
  compressor: {
    thresholdDb: { min: -50, max: 0, step: 1 },
    ratio: { min: 1, max: 20, step: 0.1 },
    kneeDb: { min: 0, max: 24, step: 1 },
    attackMs: { min: 1, max: 100, step: 1 },
    releaseMs: { min: 10, max: 1000, step: 10 },
    makeUpDb: { min: 0, max: 20, step: 0.5 },
  },
  autoLevel: { rangeDb: { min: 1, max: 15, step: 1 } },
  duck: {
    depthDb: { min: 1, max: 40, step: 1 },
    attackMs: { min: 20, max: 1000, step: 10 },
    holdMs: { min: 0, max: 5000, step: 50 },
    releaseMs: { min: 50, max: 5000, step: 50 },
  },
} as const satisfies Record<string, Record<string, Range>>;

const within = ({ min, max }: Range) => z.number().check(z.gte(min), z.lte(max));

const R = PROCESSING_RANGES;

/** Gain before everything else, in dB. */
export const trimDb = within(R.trim.trimDb);

/** Takes away what lies below `frequencyHz`. */
const highPass = z.strictObject({
  on: z.boolean(),
  frequencyHz: within(R.highPass.frequencyHz),
  slopeDbPerOctave: z.union([z.literal(12), z.literal(24)]),
});

/** Turns down by `rangeDb` what stays below `thresholdDb` (dBFS, peak); closes only `hysteresisDb` below it. */
const gate = z.strictObject({
  on: z.boolean(),
  thresholdDb: within(R.gate.thresholdDb),
  hysteresisDb: within(R.gate.hysteresisDb),
  rangeDb: within(R.gate.rangeDb),
  attackMs: within(R.gate.attackMs),
  holdMs: within(R.gate.holdMs),
  releaseMs: within(R.gate.releaseMs),
});

/** Makes the loud parts quieter: of what exceeds `thresholdDb` (dBFS, peak) one `ratio`th remains. */
const compressor = z.strictObject({
  on: z.boolean(),
  thresholdDb: within(R.compressor.thresholdDb),
  ratio: within(R.compressor.ratio),
  kneeDb: within(R.compressor.kneeDb),
  attackMs: within(R.compressor.attackMs),
  releaseMs: within(R.compressor.releaseMs),
  makeUpDb: within(R.compressor.makeUpDb),
});

/** Rides slowly towards the loudness target of the program, by `rangeDb` either way at most. */
const autoLevel = z.strictObject({ on: z.boolean(), rangeDb: within(R.autoLevel.rangeDb) });

/** Goes down by `depthDb` while somebody speaks on another strip. */
const duck = z.strictObject({
  on: z.boolean(),
  depthDb: within(R.duck.depthDb),
  attackMs: within(R.duck.attackMs),
  holdMs: within(R.duck.holdMs),
  releaseMs: within(R.duck.releaseMs),
});

/** All stages, in the order in which the sound passes them; the duck comes behind the fader. */
export const processing = z.strictObject({ trimDb, highPass, gate, compressor, autoLevel, duck });

/** A change of some stages; fields that are not named stay. */
export const processingPatch = z.strictObject({
  highPass: z.optional(z.partial(highPass)),
  gate: z.optional(z.partial(gate)),
  compressor: z.optional(z.partial(compressor)),
  autoLevel: z.optional(z.partial(autoLevel)),
  duck: z.optional(z.partial(duck)),
});

export type Processing = Readonly<{
  [Key in keyof z.output<typeof processing>]: Readonly<z.output<typeof processing>[Key]>;
}>;
export type ProcessingPatch = z.output<typeof processingPatch>;
export type ProcessingStage = Exclude<keyof Processing, 'trimDb'>;

/** What a microphone gets: rumble out, the room quieter in pauses, loud words held and all of it brought forward. */
export const VOICE_PROCESSING: Processing = {
  trimDb: 0,
  highPass: { on: true, frequencyHz: 80, slopeDbPerOctave: 12 },
  gate: {
    on: true,
    thresholdDb: -52,
    hysteresisDb: 4,
    rangeDb: 10,
    attackMs: 2,
    holdMs: 250,
    releaseMs: 300,
  },
  compressor: {
    on: true,
    thresholdDb: -20,
    ratio: 2.5,
    kneeDb: 8,
    attackMs: 8,
    releaseMs: 150,
    makeUpDb: 4,
  },
  autoLevel: { on: false, rangeDb: 9 },
  duck: { on: false, depthDb: 14, attackMs: 100, holdMs: 600, releaseMs: 1000 },
};

/** The same settings with every stage off: the sound passes as it came. For music, and for test tones. */
export const PLAIN_PROCESSING: Processing = {
  ...VOICE_PROCESSING,
  highPass: { ...VOICE_PROCESSING.highPass, on: false },
  gate: { ...VOICE_PROCESSING.gate, on: false },
  compressor: { ...VOICE_PROCESSING.compressor, on: false },
};

/**
 * How a strip is set up: as microphones begin, as music begins, or as a host has set it. The names keep the state of a full room small, and
 * tell what nobody has touched.
 */
export const processingChoice = z.union([z.enum(['voice', 'plain']), processing]);

export type ProcessingChoice = 'voice' | 'plain' | Processing;

export function processingOf(choice: ProcessingChoice): Processing {
  if (choice === 'voice') return VOICE_PROCESSING;
  return choice === 'plain' ? PLAIN_PROCESSING : choice;
}

/** The settings after a change. */
export function patchedProcessing(before: Processing, patch: ProcessingPatch): Processing {
  return {
    trimDb: before.trimDb,
    highPass: patched(before.highPass, patch.highPass),
    gate: patched(before.gate, patch.gate),
    compressor: patched(before.compressor, patch.compressor),
    autoLevel: patched(before.autoLevel, patch.autoLevel),
    duck: patched(before.duck, patch.duck),
  };
}

/** A field that is there without a value is one that stays. */
function patched<Stage extends object>(
  stage: Stage,
  change: { readonly [Key in keyof Stage]?: Stage[Key] | undefined } | undefined,
): Stage {
  const given = Object.entries(change ?? {}).filter(([, value]) => value !== undefined);
  return given.length === 0 ? stage : { ...stage, ...Object.fromEntries(given) };
}
