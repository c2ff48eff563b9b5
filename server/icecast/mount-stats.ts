/** Reads the few things we need of Icecast's `/admin/stats`, tolerant of all the rest. Pure. */

/** What Icecast says about one mount that has a source. `listeners` is null when it does not say. */
export type MountStats = { readonly listeners: number | null };

/** More mounts than any Icecast of ours has; a longer answer is cut. */
const MOUNTS_MAX = 1000;

const SOURCE = /<source\s+[^>]*?mount="([^"]*)"[^>]*>(.*?)<\/source>/gs;
/** A mount of the configuration with a live fallback is listed without a source, too (2.4.4); only a source has an address and a start. */
const HAS_SOURCE = /<(source_ip|stream_start)\w*>/;
const LISTENERS = /<listeners>\s*(\d{1,9})\s*<\/listeners>/;

/** The mounts that have a source, by name without the slash. What cannot be read is left out; nothing throws. */
export function parseMountStats(xml: string): ReadonlyMap<string, MountStats> {
  const mounts = new Map<string, MountStats>();
  for (const [, mount = '', body = ''] of xml.matchAll(SOURCE)) {
    if (mounts.size >= MOUNTS_MAX) break;
    if (!HAS_SOURCE.test(body)) continue;
    const listeners = LISTENERS.exec(body)?.[1];
    mounts.set(unescapeXml(mount).replace(/^\//, ''), {
      listeners: listeners === undefined ? null : Number(listeners),
    });
  }
  return mounts;
}

function unescapeXml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
