/** One requestAnimationFrame for everything that moves; it rests when nothing does. */

type Painter = (nowMs: number) => void;

const painters = new Set<Painter>();
let frame = 0;

/** Calls `painter` before every frame. Returns the way to stop. */
export function everyFrame(painter: Painter): () => void {
  painters.add(painter);
  if (painters.size === 1) frame = requestAnimationFrame(paintAll);
  return () => {
    painters.delete(painter);
    if (painters.size === 0) cancelAnimationFrame(frame);
  };
}

function paintAll(nowMs: number): void {
  for (const painter of [...painters]) painter(nowMs);
  if (painters.size > 0) frame = requestAnimationFrame(paintAll);
}
