/** How well one person is connected, in bars and a word; whose side it is and the figures on request. Nothing before it was measured. */
import type { JSX } from 'react';
import type { ConnectionEntry, ParticipantEntry } from '#protocol/state.ts';
import { classNames } from '../parts/class-names.ts';
import { ConnectionBars } from '../parts/connection-bars.tsx';
import { useStudioState } from '../store/use-studio.ts';
import { oneDecimal } from '../texts/numbers.ts';
import { TEXTS } from '../texts/texts.ts';
import styles from './connection-badge.module.css';

export function ConnectionBadge({ person }: { person: ParticipantEntry }): JSX.Element | null {
  const isYou = useStudioState((state) => state.you?.participantId === person.id);
  const isLost = useStudioState((state) => state.phase.kind !== 'in');
  const connection = connectionOf(person, isYou && isLost);
  if (connection === null) return null;
  const { quality, path } = connection;
  const word = TEXTS.line.words[quality];
  const whole = sentence(connection, isYou ? null : person.name);
  return (
    <span
      className={classNames(
        styles.badge,
        quality === 'poor' || quality === 'lost' ? styles.bad : styles.fine,
      )}
      title={whole}
    >
      <ConnectionBars quality={quality} />
      <span className={styles.word} aria-hidden="true">
        {word}
        {path === 'relay' && quality !== 'lost' && ` · ${TEXTS.line.relay}`}
      </span>
      <span className="only-read">{whole}</span>
    </span>
  );
}

/** Somebody whose page does not reach us is lost, whatever he said last; so are we while ours does not. */
function connectionOf(person: ParticipantEntry, areWeLost: boolean): ConnectionEntry | null {
  const { connection, presence } = person;
  if (connection === null || (presence === 'here' && !areWeLost)) return connection;
  return { ...connection, quality: 'lost' };
}

/** `name` is null for oneself. */
function sentence(connection: ConnectionEntry, name: string | null): string {
  const { quality, path, roundTripMs, lossPercent, jitterMs } = connection;
  const word = TEXTS.line.words[quality];
  const words = [name === null ? TEXTS.line.yours(word) : TEXTS.line.theirs(name, word)];
  if (quality === 'lost') return words.join(' ');
  if (path !== null) words.push(TEXTS.line.paths[path]);
  if (roundTripMs !== null) words.push(TEXTS.line.roundTrip(roundTripMs));
  if (lossPercent !== null) words.push(TEXTS.line.loss(oneDecimal(lossPercent)));
  if (jitterMs !== null) words.push(TEXTS.line.jitter(jitterMs));
  return words.join(' ');
}
