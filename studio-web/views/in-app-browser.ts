/** Recognises the small browsers inside other apps, where microphones often do not work. Pure. */
const IN_APP =
  /\b(FBAN|FBAV|Instagram|Line\/|MicroMessenger|Snapchat|TikTok|musical_ly|Twitter|LinkedInApp)/i;

/** `agent` is the browser's name for itself. */
export function isInAppBrowser(agent: string): boolean {
  return IN_APP.test(agent);
}
