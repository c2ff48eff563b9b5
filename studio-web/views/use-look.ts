/** Asks for a picture while it is in sight, as large as it is drawn, and for nothing while it is not. */
import { type RefObject, useEffect } from 'react';
import type { ProducerId } from '#protocol/ids.ts';
import type { PictureSource } from '#protocol/media.ts';
import { layerFor } from '../media/picture-layer.ts';
import { useStudio } from '../store/use-studio.ts';

/** `producerId` is null for pictures that do not come from the server. */
export function useLook(
  ref: RefObject<HTMLElement | null>,
  source: PictureSource,
  producerId: ProducerId | null,
): void {
  const { pictures } = useStudio();
  useEffect(() => {
    const element = ref.current;
    if (element === null || producerId === null) return;
    let isInSight = false;
    const tell = (): void => {
      const isSeen = isInSight && document.visibilityState === 'visible';
      const layer = layerFor(source, element.clientWidth, window.devicePixelRatio);
      pictures.look(producerId, isSeen ? layer : null);
    };
    const sight = new IntersectionObserver((entries) => {
      isInSight = entries.at(-1)?.isIntersecting ?? false;
      tell();
    });
    const size = new ResizeObserver(tell);
    sight.observe(element);
    size.observe(element);
    document.addEventListener('visibilitychange', tell);
    return () => {
      sight.disconnect();
      size.disconnect();
      document.removeEventListener('visibilitychange', tell);
      pictures.look(producerId, null);
    };
  }, [ref, source, producerId, pictures]);
}
