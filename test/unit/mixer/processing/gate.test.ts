import { describe, expect, it } from 'vitest';
import { Gate, type GateSettings } from '../../../../server/mixer/processing/gate.ts';

const GATE: GateSettings = {
  on: true,
  thresholdDb: -50,
  hysteresisDb: 6,
  rangeDb: 20,
  attackMs: 10,
  holdMs: 100,
  releaseMs: 200,
};

/** The gains, millisecond by millisecond, for stretches of level. */
function gains(gate: Gate, ...stretches: readonly (readonly [levelDb: number, ms: number])[]): number[] {
  return stretches.flatMap(([levelDb, ms]) => Array.from({ length: ms }, () => gate.next(levelDb)));
}

function gateOf(settings: GateSettings = GATE): Gate {
  const gate = new Gate();
  gate.set(settings);
  return gate;
}

describe('a gate', () => {
  it('turns silence down by its range, no sooner than its hold, over its release', () => {
    const heard = gains(gateOf(), [-20, 50], [-90, 400]);
    expect(heard[50 + 99]).toBe(0);
    expect(heard[50 + 100 + 99]).toBeCloseTo(-10, 9);
    expect(heard[50 + 100 + 199]).toBeCloseTo(-20, 9);
    expect(heard.at(-1)).toBe(-20);
  });

  it('opens within its attack', () => {
    const gate = gateOf();
    gains(gate, [-90, 1000]);
    expect(gate.closed).toBe(true);
    const heard = gains(gate, [-50, 10]);
    expect(heard[4]).toBeCloseTo(-10, 9);
    expect(heard[9]).toBeCloseTo(0, 9);
    expect(gate.closed).toBe(false);
  });

  it('opens at its threshold and closes only below the hysteresis', () => {
    const gate = gateOf();
    gains(gate, [-90, 1000], [-52, 500]);
    expect(gate.closed).toBe(true);
    gains(gate, [-49, 20], [-55.9, 1000]);
    expect(gate.closed).toBe(false);
    gains(gate, [-56.1, 1000]);
    expect(gate.closed).toBe(true);
  });

  it('keeps open through the pauses between words', () => {
    const words = Array.from({ length: 20 }, () => [[-20, 150] as const, [-90, 90] as const]).flat();
    expect(Math.min(...gains(gateOf(), ...words))).toBe(0);
  });

  it('that is switched off gives its gain back without a step, and then has nothing to do', () => {
    const gate = gateOf();
    gains(gate, [-90, 1000]);
    gate.set({ ...GATE, on: false });
    const heard = gains(gate, [-90, 100]);
    expect(heard[0]).toBeGreaterThan(-20);
    expect(heard[0]).toBeLessThan(-19);
    expect(heard.at(-1)).toBe(0);
    expect(gate.idle).toBe(true);
  });
});
