/** Which preset a strip is set to, and what pressing one changes. Pure. */
import { type Processing, type ProcessingPatch, VOICE_PROCESSING } from '#protocol/processing.ts';

export type Preset = 'voice' | 'plain' | 'custom';

/** The stages that a preset is about: trim, auto-level and duck are set for a person, not for a kind of sound. */
const STAGES = ['highPass', 'gate', 'compressor'] as const;

export const PRESET_CHANGES: Record<'voice' | 'plain', ProcessingPatch> = {
  voice: {
    highPass: VOICE_PROCESSING.highPass,
    gate: VOICE_PROCESSING.gate,
    compressor: VOICE_PROCESSING.compressor,
  },
  plain: { highPass: { on: false }, gate: { on: false }, compressor: { on: false } },
};

export function presetOf(processing: Processing): Preset {
  if (STAGES.every((stage) => !processing[stage].on)) return 'plain';
  return STAGES.every((stage) => isSame(processing[stage], VOICE_PROCESSING[stage])) ? 'voice' : 'custom';
}

function isSame(one: object, other: object): boolean {
  const values = new Map<string, unknown>(Object.entries(other));
  return Object.entries(one).every(([key, value]) => values.get(key) === value);
}
