/** Takes somebody out of the room; asks once, by changing its words, and forgets the question after a moment. */
import { type JSX, useEffect, useState } from 'react';
import type { ParticipantId } from '#protocol/ids.ts';
import { classNames } from '../parts/class-names.ts';
import { useStudio } from '../store/use-studio.ts';
import { TEXTS } from '../texts/texts.ts';
import styles from './remove-button.module.css';

const ASKING_MS = 4_000;

export function RemoveButton({ participantId }: { participantId: ParticipantId }): JSX.Element {
  const studio = useStudio();
  const [isAsking, setAsking] = useState(false);

  useEffect(() => {
    if (!isAsking) return;
    const timer = setTimeout(() => setAsking(false), ASKING_MS);
    return () => clearTimeout(timer);
  }, [isAsking]);

  const press = (): void => {
    if (isAsking) void studio.run('participant.remove', { participantId });
    setAsking(!isAsking);
  };

  return (
    <button type="button" className={classNames(styles.remove, isAsking && styles.asking)} onClick={press}>
      {isAsking ? TEXTS.strip.removeSure : TEXTS.strip.remove}
    </button>
  );
}
