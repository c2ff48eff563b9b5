/** A playlist of one stream, for players that are given a file instead of an address. Pure. */

/** `url` is the whole address of the stream. Line breaks in `name` would begin another entry. */
export function m3uOf(name: string, url: string): string {
  return `#EXTM3U\n#EXTINF:-1,${name.replace(/\p{Cc}/gu, ' ')}\n${url}\n`;
}
