/** /studio/:show: the studio for who carries the owner's cookie; the others learn how to get it. */
import { type JSX, useMemo } from 'react';
import { fetchVisit } from '../connection/http-api.ts';
import { TEXTS } from '../texts/texts.ts';
import { ErrorPage } from './error-page.tsx';
import { LoadingPage } from './loading-page.tsx';
import { MessagePage } from './message-page.tsx';
import { useLoaded } from './use-loaded.ts';
import { Visit } from './visit.tsx';

export function OwnerStudioPage({ show: slug }: { show: string }): JSX.Element {
  const visit = useLoaded(fetchVisit);
  const show = visit.kind === 'ready' ? visit.value.shows.find((each) => each.slug === slug) : undefined;
  const credential = useMemo(
    () => (show === undefined ? null : { kind: 'owner' as const, show: show.slug }),
    [show],
  );
  if (visit.kind === 'loading') return <LoadingPage />;
  if (visit.kind === 'failed') return <ErrorPage code={visit.code} />;
  if (!visit.value.owner) {
    return <MessagePage heading={TEXTS.pages.signIn} text={TEXTS.pages.signInText} action={null} />;
  }
  if (show === undefined || credential === null) return <ErrorPage code="show_not_found" />;
  return <Visit credential={credential} showName={show.name} ownRole="host" />;
}
