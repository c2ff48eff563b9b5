/** The start page: the owner finds his shows, everybody else learns which link to open. */
import type { JSX } from 'react';
import { fetchVisit } from '../connection/http-api.ts';
import { classNames } from '../parts/class-names.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import { ErrorPage } from './error-page.tsx';
import { LoadingPage } from './loading-page.tsx';
import styles from './message-page.module.css';
import { MessagePage } from './message-page.tsx';
import { PageHead } from './page-head.tsx';
import { useLoaded } from './use-loaded.ts';

export function HomePage(): JSX.Element {
  const visit = useLoaded(fetchVisit);
  if (visit.kind === 'loading') return <LoadingPage />;
  if (visit.kind === 'failed') return <ErrorPage code={visit.code} />;
  if (!visit.value.owner) {
    return <MessagePage heading={TEXTS.pages.welcome} text={TEXTS.pages.welcomeText} action={null} />;
  }
  return (
    <main className={styles.page}>
      <PageHead />
      <div className={styles.message}>
        <h1 className={styles.heading}>{TEXTS.pages.ownerWelcome}</h1>
        <ul className={styles.shows}>
          {visit.value.shows.map((show) => (
            <li key={show.slug} className={styles.show}>
              {show.name}
              <a className={classNames(controls.button, controls.primary)} href={`/studio/${show.slug}`}>
                {TEXTS.pages.openStudio}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </main>
  );
}
