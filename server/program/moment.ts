/** One moment on the two clocks of a machine. */

/**
 * `epochMs` is what people are told, in ms since the epoch, and jumps when the clock of the machine is set. `steadyMs` is on the scale of
 * `performance.now()`, and what passing time is measured with.
 */
export type Moment = { readonly epochMs: number; readonly steadyMs: number };

export function thisMoment(): Moment {
  return { epochMs: Date.now(), steadyMs: performance.now() };
}
