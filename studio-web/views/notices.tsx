/** Sentences that come and go; spoken by the announcer, shown here. */
import type { JSX } from 'react';
import { classNames } from '../parts/class-names.ts';
import { CloseIcon } from '../parts/icons.tsx';
import { useStudio, useStudioState } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import styles from './notices.module.css';

export function Notices(): JSX.Element {
  const studio = useStudio();
  const notices = useStudioState((state) => state.notices);
  return (
    <aside aria-label={TEXTS.notice.region}>
      <ul className={styles.notices}>
        {notices.map(({ id, text }) => (
          <li key={id} className={styles.notice}>
            {text}
            <button
              type="button"
              className={classNames(controls.button, controls.quiet, controls.icon)}
              aria-label={TEXTS.notice.dismiss}
              onClick={() => studio.dismiss(id)}
            >
              <CloseIcon />
            </button>
          </li>
        ))}
      </ul>
    </aside>
  );
}
