/** A moving picture that fills its tile: faces may lose their edges, screens and upright cameras are shown whole. */
import { type JSX, useEffect, useRef, useState } from 'react';
import type { ProducerId } from '#protocol/ids.ts';
import type { PictureSource } from '#protocol/media.ts';
import { classNames } from '../parts/class-names.ts';
import { TEXTS } from '../texts/texts.ts';
import styles from './picture-video.module.css';
import { useHeldBy } from './use-held-by.ts';
import { useLook } from './use-look.ts';

export type PictureVideoProps = {
  /** Null until it comes. */
  readonly track: MediaStreamTrack | null;
  readonly source: PictureSource;
  /** Null for a picture of this browser's own. */
  readonly producerId: ProducerId | null;
  readonly name: string;
  readonly label: string;
  readonly isMirrored?: boolean;
};

export function PictureVideo(props: PictureVideoProps): JSX.Element {
  const { track, source, producerId, name, label, isMirrored = false } = props;
  const frame = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const [isUpright, setUpright] = useState(false);
  useLook(frame, source, producerId);
  const heldBy = useHeldBy(video, producerId);

  useEffect(() => {
    const element = video.current;
    if (element === null || track === null) return;
    element.srcObject = new MediaStream([track]);
    // It is muted, so no browser holds it back; one that is taken away meanwhile needs none.
    element.play().catch(() => {});
    return () => {
      element.srcObject = null;
    };
  }, [track]);

  const measure = (): void => {
    const { videoWidth, videoHeight } = video.current ?? { videoWidth: 0, videoHeight: 0 };
    setUpright(videoHeight > videoWidth);
  };

  return (
    <div ref={frame} className={styles.frame}>
      <video
        ref={video}
        className={classNames(
          styles.video,
          (source === 'screen' || isUpright) && styles.whole,
          isMirrored && styles.mirrored,
        )}
        aria-label={label}
        playsInline
        muted
        onLoadedMetadata={measure}
        onResize={measure}
      />
      {heldBy !== null && (
        <p className={styles.slow}>
          {heldBy === 'viewer' ? TEXTS.pictures.slowViewer : TEXTS.pictures.slowSender(name)}
        </p>
      )}
    </div>
  );
}
