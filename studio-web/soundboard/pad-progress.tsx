/** How far a pad is: a bar that the browser moves by itself, and the time that is left. */
import type { CSSProperties, JSX } from 'react';
import type { PadEntry } from '#protocol/pads.ts';
import { useNow } from '../parts/use-now.ts';
import { minutesText, shownMs } from '../store/pad-time.ts';
import { useStudioState } from '../store/use-studio.ts';
import { TEXTS } from '../texts/texts.ts';
import styles from './pad.module.css';

export function PadProgress({ pad }: { pad: PadEntry }): JSX.Element | null {
  const offsetMs = useStudioState((state) => state.clockOffsetMs);
  const { playing, durationMs } = pad;
  if (playing === null) return null;
  const passedMs = Math.max(0, Date.now() + offsetMs - playing.startedAtMs);
  const timing: CSSProperties = {
    animationDuration: `${durationMs}ms`,
    animationDelay: `-${passedMs}ms`,
    animationIterationCount: playing.endsAtMs === null ? 'infinite' : 1,
  };
  return <span key={playing.startedAtMs} className={styles.progress} style={timing} aria-hidden="true" />;
}

/** The whole length of a pad that does not play. */
export function PadTime({ pad, id }: { pad: PadEntry; id: string }): JSX.Element {
  return pad.playing === null ? (
    <Time id={id} text={minutesText(pad.durationMs)} meaning={TEXTS.soundboard.length} />
  ) : (
    <TimeLeft pad={pad} id={id} />
  );
}

function TimeLeft({ pad, id }: { pad: PadEntry; id: string }): JSX.Element {
  const nowMs = useNow();
  const offsetMs = useStudioState((state) => state.clockOffsetMs);
  return <Time id={id} text={minutesText(shownMs(pad, nowMs + offsetMs))} meaning={TEXTS.soundboard.left} />;
}

function Time({
  id,
  text,
  meaning,
}: {
  id: string;
  text: string;
  meaning: (time: string) => string;
}): JSX.Element {
  return (
    <span className={styles.time}>
      <span aria-hidden="true">{text}</span>
      <span id={id} className="only-read">
        {meaning(text)}
      </span>
    </span>
  );
}
