/** Chooses the page for the address. */
import { type JSX, useSyncExternalStore } from 'react';
import { parseRoute } from './route.ts';
import { ERROR_TEXTS } from './texts/error-texts.ts';
import { onLanguage, spokenLanguage } from './texts/speak.ts';
import { TEXTS } from './texts/texts.ts';
import { HomePage } from './views/home-page.tsx';
import { JoinPage } from './views/join-page.tsx';
import { MessagePage } from './views/message-page.tsx';
import { OwnerStudioPage } from './views/owner-studio-page.tsx';

export function App({ route: pathname }: { route: string }): JSX.Element {
  // Another language draws every page anew; nothing of a visit is lost.
  useSyncExternalStore(onLanguage, spokenLanguage);
  const route = parseRoute(pathname);
  switch (route.kind) {
    case 'home':
      return <HomePage />;
    case 'studio':
      return <OwnerStudioPage show={route.show} />;
    case 'join':
      return <JoinPage invite={route.invite} />;
    case 'unknown':
      return <MessagePage heading={TEXTS.pages.unknown} text={ERROR_TEXTS.not_found.next} action="home" />;
  }
}
