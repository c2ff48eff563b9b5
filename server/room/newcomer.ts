/** Somebody who has just come, as the others see him. */

/** What nobody brings along. */
export const NEWCOMER = {
  presence: 'here',
  microphone: null,
  camera: null,
  screen: null,
  mutedByHost: false,
  talkback: null,
  connection: null,
  trouble: null,
} as const;
