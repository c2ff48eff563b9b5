/** How a soak is done. */

export type SoakOptions = {
  /** How long people come and go. */
  readonly minutes: number;
  /** How often one comes or goes. */
  readonly churnEveryS: number;
};

export const SOAK_DEFAULTS: SoakOptions = { minutes: 75, churnEveryS: 10 };
