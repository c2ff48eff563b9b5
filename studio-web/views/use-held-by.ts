/** Whose line is too slow for a picture that stands still, so that nobody takes it for the picture's own fault. */
import { type RefObject, useEffect, useState } from 'react';
import type { ProducerId } from '#protocol/ids.ts';
import type { PictureHeldBy } from '#protocol/media.ts';
import { useStudio } from '../store/use-studio.ts';

const LOOK_INTERVAL_MS = 3_000;

export function useHeldBy(
  ref: RefObject<HTMLVideoElement | null>,
  producerId: ProducerId | null,
): PictureHeldBy {
  const { pictures } = useStudio();
  const [heldBy, setHeldBy] = useState<PictureHeldBy>(null);
  useEffect(() => {
    if (producerId === null) return setHeldBy(null);
    let playedS = -1;
    let isOver = false;
    const timer = setInterval(async () => {
      const nowS = ref.current?.currentTime ?? 0;
      const stands = nowS === playedS && document.visibilityState === 'visible';
      playedS = nowS;
      const cause = stands ? await pictures.heldBy(producerId) : null;
      if (!isOver) setHeldBy(cause);
    }, LOOK_INTERVAL_MS);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [ref, producerId, pictures]);
  return heldBy;
}
