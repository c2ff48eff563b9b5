/** A part of the page that is loaded when it is wanted. One that cannot be loaded, as after an upgrade of the server, says what to do. */
import { type ComponentType, type JSX, lazy, Suspense } from 'react';
import controls from '../styles/controls.module.css';
import { ERROR_TEXTS } from '../texts/error-texts.ts';

export type LazyPart<Props> = {
  readonly Part: ComponentType<Props>;
  /** Loads it before it is wanted. What fails here is tried again when it is. */
  readonly preload: () => void;
};

export function lazyPart<Props extends object>(load: () => Promise<ComponentType<Props>>): LazyPart<Props> {
  const Loaded = lazy(async () => ({ default: await load().catch(() => Outdated) }));
  return {
    Part: (props) => (
      <Suspense>
        <Loaded {...props} />
      </Suspense>
    ),
    preload: () => void load().catch(() => {}),
  };
}

function Outdated(): JSX.Element {
  const { what, next } = ERROR_TEXTS.subprotocol_missing;
  return (
    <p className={controls.problem} role="alert">
      <strong>{what}</strong> {next}
    </p>
  );
}
