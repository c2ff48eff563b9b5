/** The status "Broadcast": the phase in one word, the clock, and what is wrong in plain words. Announced elsewhere, so it is not live. */
import type { JSX } from 'react';
import type { ProgramEntry } from '#protocol/state.ts';
import { classNames } from '../parts/class-names.ts';
import { Clock } from '../parts/clock.tsx';
import { HelpLink } from '../parts/help-link.tsx';
import { WallClock } from '../parts/wall-clock.tsx';
import { playsBed } from '../store/person-status.ts';
import { useStudioState } from '../store/use-studio.ts';
import { CONSOLE_TEXTS } from '../texts/console-texts.ts';
import { ERROR_TEXTS } from '../texts/error-texts.ts';
import { PHASE_SENTENCES, PHASE_UNKNOWN, PHASE_WORDS, TEXTS } from '../texts/texts.ts';
import styles from './broadcast-status.module.css';

export function BroadcastStatus({ program }: { program: ProgramEntry }): JSX.Element {
  const isConnected = useStudioState((state) => state.phase.kind === 'in');
  const sinceMs = clockStart(program);
  const { problem, phase } = program;
  return (
    <div
      role="status"
      aria-label={TEXTS.program.broadcast}
      aria-live="off"
      className={classNames(
        styles.status,
        isConnected && styles[phase],
        isConnected && playsBed(program) && styles.panic,
      )}
    >
      <p className={styles.line}>
        <span className={styles.word}>{PHASE_WORDS[phase]}</span>{' '}
        {sinceMs !== null && <Clock sinceMs={sinceMs} className={styles.clock} />}
      </p>
      <p className={styles.second}>
        <span className={styles.sentence}>{isConnected ? sentenceOf(program) : PHASE_UNKNOWN}</span>{' '}
        <WallClock name={CONSOLE_TEXTS.time} className={styles.time} />
      </p>
      {problem !== null && phase !== 'off' && (
        <p className={styles.problem}>
          <strong>{ERROR_TEXTS[problem.code].what}</strong> {ERROR_TEXTS[problem.code].next}{' '}
          {problem.detail !== '' && <span className={styles.detail}>{problem.detail}</span>}{' '}
          {problem.attempt > 0 && TEXTS.program.attempt(problem.attempt)} <HelpLink code={problem.code} />
        </p>
      )}
    </div>
  );
}

/** In dead air, and while the bed plays instead, nobody hears the show, however well it is connected. */
function sentenceOf({ phase, deadAir, panicSinceMs, bedWanted }: ProgramEntry): string {
  if (phase === 'live' && panicSinceMs !== null) return CONSOLE_TEXTS.panic.sentence;
  if (phase === 'live' && bedWanted !== null) return TEXTS.people.own.whyBed;
  if (phase !== 'live' || deadAir === null) return PHASE_SENTENCES[phase];
  return deadAir.bed ? TEXTS.deadAir.hearBed : TEXTS.deadAir.hearSilence;
}

/** On air the clock counts the show; while starting or recovering it counts how long that lasts. */
function clockStart(program: ProgramEntry): number | null {
  switch (program.phase) {
    case 'live':
      return program.onAirSinceMs ?? program.phaseSinceMs;
    case 'starting':
    case 'recovering':
    case 'stopping':
      return program.phaseSinceMs;
    case 'off':
    case 'failed':
      return null;
  }
}
