/** A page that says one thing and offers the next step: errors, the end of a visit, nothing found. */
import type { JSX } from 'react';
import { classNames } from '../parts/class-names.ts';
import { HelpLink } from '../parts/help-link.tsx';
import { useFocusOnShow } from '../parts/use-focus-on-show.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import lone from './lone-page.module.css';
import styles from './message-page.module.css';
import { PageHead } from './page-head.tsx';

export type PageAction = 'enterAgain' | 'takeOver' | 'reload' | 'home';

export type MessagePageProps = {
  readonly heading: string;
  readonly text: string;
  readonly action: PageAction | null;
  /** Where /docs/errors has more. */
  readonly helpCode?: string;
};

export function MessagePage({ heading, text, action, helpCode }: MessagePageProps): JSX.Element {
  const headingRef = useFocusOnShow<HTMLHeadingElement>();
  return (
    <main className={lone.page}>
      <PageHead />
      <div className={styles.message}>
        <h1 ref={headingRef} tabIndex={-1} className={styles.heading}>
          {heading}
        </h1>
        <p className={styles.text}>{text}</p>
        {action !== null && <ActionButton action={action} />}
        {helpCode !== undefined && <HelpLink code={helpCode} />}
      </div>
    </main>
  );
}

function ActionButton({ action }: { action: PageAction }): JSX.Element {
  const look = classNames(controls.button, controls.primary, controls.large);
  if (action === 'home') {
    return (
      <a className={look} href="/">
        {TEXTS.pages.home}
      </a>
    );
  }
  return (
    <button type="button" className={look} onClick={() => window.location.reload()}>
      {TEXTS.pages[action]}
    </button>
  );
}
