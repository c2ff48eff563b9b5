/** The two live regions of the page: events are spoken politely, the loss of air at once. */
import type { JSX } from 'react';
import { useStudioState } from '../store/use-studio.ts';

export function Announcer(): JSX.Element {
  const spoken = useStudioState((state) => state.spoken);
  return (
    <>
      <div aria-live="polite" className="only-read">
        {spoken.polite}
      </div>
      <div aria-live="assertive" className="only-read">
        {spoken.urgent}
      </div>
    </>
  );
}
