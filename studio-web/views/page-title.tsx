/** Shows ON AIR, the bed in its place, and to hosts DEAD AIR, where a hidden tab still can: in its title and its icon. */
import { useEffect } from 'react';
import { runsConsole } from '#protocol/people.ts';
import { playsBed } from '../store/person-status.ts';
import { useStudioState } from '../store/use-studio.ts';
import { PHASE_WORDS, TEXTS } from '../texts/texts.ts';

export function PageTitle(): null {
  const phase = useStudioState((state) =>
    state.phase.kind === 'in' ? (state.room?.program.phase ?? 'off') : 'off',
  );
  const isDead = useStudioState(
    ({ phase, you, room }) =>
      phase.kind === 'in' && runsConsole(you?.role ?? 'guest') && room?.program.deadAir != null,
  );
  const isBed = useStudioState(
    ({ phase, room }) => phase.kind === 'in' && room?.program.phase === 'live' && playsBed(room.program),
  );
  const showName = useStudioState((state) => state.room?.show.name ?? TEXTS.product);

  useEffect(() => {
    const heardWord = isBed ? TEXTS.people.bedWord : PHASE_WORDS[phase];
    const word = isDead ? TEXTS.deadAir.word : heardWord;
    document.title = phase === 'off' ? `${showName} - ${TEXTS.product}` : `${word} - ${showName}`;
    setIcon(phase === 'live' && !isBed ? '/favicon-on-air.svg' : '/favicon.svg');
    return () => {
      document.title = TEXTS.product;
      setIcon('/favicon.svg');
    };
  }, [phase, isDead, isBed, showName]);

  return null;
}

function setIcon(address: string): void {
  document.querySelector('link[rel="icon"]')?.setAttribute('href', address);
}
