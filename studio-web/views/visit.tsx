/** One visit from the green room through the studio to its end. */
import { type JSX, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { runsConsole } from '#protocol/people.ts';
import type { Role } from '#protocol/state.ts';
import type { EnterCredential } from '../connection/connection-options.ts';
import { safeStorage } from '../connection/safe-storage.ts';
import { preloadConsole } from '../console/lazy-console.ts';
import { AudioGraph } from '../media/audio-graph.ts';
import { Camera } from '../media/camera.ts';
import { Loudspeaker } from '../media/loudspeaker.ts';
import { Microphone } from '../media/microphone.ts';
import { Preferences } from '../media/preferences.ts';
import { Studio } from '../store/studio.ts';
import { StudioContext } from '../store/use-studio.ts';
import { TEXTS } from '../texts/texts.ts';
import { ErrorPage } from './error-page.tsx';
import { GreenRoom } from './green-room.tsx';
import { preloadHostDesk } from './lazy-host-desk.ts';
import { preloadPersonActions } from './lazy-person-actions.ts';
import { MessagePage } from './message-page.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { StudioPage } from './studio-page.tsx';
import { WaitingRoom } from './waiting-room.tsx';

type Belongings = { readonly preferences: Preferences; readonly studio: Studio };

function createBelongings(credential: EnterCredential): Belongings {
  const preferences = new Preferences(safeStorage(() => window.localStorage));
  const graph = new AudioGraph(document);
  const microphone = new Microphone(preferences);
  const camera = new Camera(preferences);
  const loudspeaker = new Loudspeaker(preferences);
  return { preferences, studio: new Studio({ credential, microphone, camera, loudspeaker, graph }) };
}

export type VisitProps = {
  readonly credential: EnterCredential;
  readonly showName: string;
  readonly ownRole: Role;
};

export function Visit({ credential, showName, ownRole }: VisitProps): JSX.Element {
  const [{ preferences, studio }] = useState(() => createBelongings(credential));
  const phase = useStore(studio.store, (state) => state.phase);
  const room = useStore(studio.store, (state) => state.room);

  useEffect(() => {
    void studio.microphone.openIfAllowed();
    const { name } = preferences.values;
    if (!studio.wasJustHere || name === '') return;
    void studio.camera.openIfWasOn();
    studio.enter(name);
  }, [studio, preferences]);

  useEffect(() => {
    if (!runsConsole(ownRole)) return;
    preloadConsole();
    preloadHostDesk();
    preloadPersonActions();
  }, [ownRole]);

  if (phase.kind === 'ended' && phase.code === 'left') {
    return <MessagePage heading={TEXTS.pages.left} text={TEXTS.pages.leftText} action="enterAgain" />;
  }
  if (phase.kind === 'ended' && phase.code !== 'left' && (phase.wasIn || isFinal(phase.code))) {
    return <ErrorPage code={phase.code} />;
  }
  return (
    <StudioContext value={studio}>
      <ShortcutSheet />
      {phase.kind === 'waiting' ? (
        <WaitingRoom phase={phase} showName={showName} />
      ) : (phase.kind === 'in' || phase.kind === 'lost') && room !== null ? (
        <StudioPage />
      ) : (
        <GreenRoom preferences={preferences} showName={showName} ownRole={ownRole} />
      )}
    </StudioContext>
  );
}

/** Refusals that a second press on "Enter studio" would not cure get a page of their own. */
function isFinal(code: string): boolean {
  return [
    'invite_invalid',
    'unauthorized',
    'room_full',
    'room_closed',
    'removed',
    'not_admitted',
    'session_ended',
    'replaced',
    'show_not_found',
    'subprotocol_missing',
    'origin_refused',
  ].includes(code);
}
