/** Who is speaking, as a component needs it: renders when that changes, and not for every level. */
import { useEffect, useState } from 'react';
import type { ParticipantId } from '#protocol/ids.ts';
import { ActiveSpeaker } from './active-speaker.ts';
import { useStudio } from './use-studio.ts';

const LOOK_INTERVAL_MS = 150;

export function useActiveSpeaker(): ParticipantId | null {
  const { store, levels } = useStudio();
  const [speaker, setSpeaker] = useState<ParticipantId | null>(null);
  useEffect(() => {
    const judge = new ActiveSpeaker<ParticipantId>();
    const timer = setInterval(() => {
      const people = Object.values(store.getState().room?.participants ?? {});
      const heard = new Map(people.map(({ id }) => [id, levels.local(id).rmsDb]));
      setSpeaker(judge.update(heard, performance.now()));
    }, LOOK_INTERVAL_MS);
    return () => clearInterval(timer);
  }, [store, levels]);
  return speaker;
}
