/** In front of the room: that a host was told, for how long, and what became of it. */
import type { JSX } from 'react';
import type { ConnectionPhase } from '../connection/connection-phase.ts';
import { classNames } from '../parts/class-names.ts';
import { clockText } from '../parts/clock-text.ts';
import { useFocusOnShow } from '../parts/use-focus-on-show.ts';
import { useNow } from '../parts/use-now.ts';
import { useStudio } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import { Brand } from './brand.tsx';
import lone from './lone-page.module.css';
import styles from './waiting-room.module.css';

/** After so long it is fair to say that nobody answers. */
const NO_ANSWER_AFTER_MS = 60_000;

export type WaitingRoomProps = {
  readonly phase: Extract<ConnectionPhase, { kind: 'waiting' }>;
  readonly showName: string;
};

export function WaitingRoom({ phase, showName }: WaitingRoomProps): JSX.Element {
  const studio = useStudio();
  const { lobby } = TEXTS.people;
  return (
    <main className={lone.page}>
      <Brand />
      <section className={styles.card}>
        {phase.standing === 'refused' ? (
          <Refused mayAskAgain={phase.mayAskAgain} />
        ) : (
          <Asking phase={phase} showName={showName} />
        )}
        <button
          type="button"
          className={classNames(controls.button, controls.large, styles.button)}
          onClick={() => studio.leave()}
        >
          {lobby.leave}
        </button>
      </section>
    </main>
  );
}

function Asking({ phase, showName }: WaitingRoomProps): JSX.Element {
  const { lobby } = TEXTS.people;
  const headingRef = useFocusOnShow<HTMLHeadingElement>();
  const waitedMs = useNow() - phase.sinceMs;
  const isAdmitted = phase.standing === 'admitted';
  return (
    <>
      <span className={styles.pulse} aria-hidden="true" />
      <h1 ref={headingRef} tabIndex={-1} className={styles.heading}>
        {isAdmitted ? lobby.admitted : lobby.heading}
      </h1>
      <p className={styles.text}>{lobby.text(showName)}</p>
      <p className={styles.clock}>
        {lobby.waited} <span className={styles.time}>{clockText(Math.max(0, waitedMs))}</span>
      </p>
      <p className={controls.hint} role="status">
        {waitedMs < NO_ANSWER_AFTER_MS ? lobby.told : lobby.noAnswer}
      </p>
    </>
  );
}

function Refused({ mayAskAgain }: { mayAskAgain: boolean }): JSX.Element {
  const studio = useStudio();
  const { lobby } = TEXTS.people;
  const headingRef = useFocusOnShow<HTMLHeadingElement>();
  return (
    <>
      <h1 ref={headingRef} tabIndex={-1} className={styles.heading}>
        {lobby.refused}
      </h1>
      <p className={styles.text}>{mayAskAgain ? lobby.refusedText : lobby.refusedForGood}</p>
      {mayAskAgain && (
        <button
          type="button"
          className={classNames(controls.button, controls.primary, controls.large, styles.button)}
          onClick={() => studio.askAgain()}
        >
          {lobby.askAgain}
        </button>
      )}
    </>
  );
}
