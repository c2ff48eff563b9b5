/** How fast a stage that was switched off gives its gain back: fast for a hand, slow for a click. */
export const STAGE_OFF_DB_PER_MS = 0.5;
