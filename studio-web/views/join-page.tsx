/** /join/:invite: looks the link up, then leads into the green room with the role the link gives. */
import { type JSX, useCallback, useMemo } from 'react';
import { fetchInvite } from '../connection/http-api.ts';
import { ErrorPage } from './error-page.tsx';
import { LoadingPage } from './loading-page.tsx';
import { useLoaded } from './use-loaded.ts';
import { Visit } from './visit.tsx';

export function JoinPage({ invite: token }: { invite: string }): JSX.Element {
  const invite = useLoaded(useCallback(() => fetchInvite(token), [token]));
  const credential = useMemo(() => ({ kind: 'invite' as const, token }), [token]);
  if (invite.kind === 'loading') return <LoadingPage />;
  if (invite.kind === 'failed') return <ErrorPage code={invite.code} />;
  return <Visit credential={credential} showName={invite.value.showName} ownRole={invite.value.role} />;
}
