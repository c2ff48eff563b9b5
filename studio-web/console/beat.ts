/** One timer for everything on a page that follows sound; it rests when nothing does. */

/**
 * Not at every frame: the page's own part of a frame (style, layout, paint, handing it on) costs more than all that is read and written here.
 * What has to move at every frame is drawn by the meters' worker.
 */
const BEAT_MS = 50;

type Follower = (nowMs: number) => void;

const followers = new Set<Follower>();
let timer: ReturnType<typeof setInterval> | undefined;

/** Calls `follower` twenty times a second. Returns the way to stop. */
export function everyBeat(follower: Follower): () => void {
  followers.add(follower);
  if (followers.size === 1) timer = setInterval(beat, BEAT_MS);
  return () => {
    followers.delete(follower);
    if (followers.size === 0) clearInterval(timer);
  };
}

function beat(): void {
  const nowMs = performance.now();
  for (const follower of [...followers]) follower(nowMs);
}
