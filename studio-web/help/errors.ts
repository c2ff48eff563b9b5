/** /docs/errors: everything that can go wrong, each under its code, so that a message can link to it. */
import { ERROR_CODES, type ErrorFault } from '#protocol/error-codes.ts';
import { safeStorage } from '../connection/safe-storage.ts';
import { ERROR_TEXTS } from '../texts/error-texts.ts';
import { chooseLanguage, LANGUAGE_KEY } from '../texts/language.ts';
import { speak } from '../texts/speak.ts';
import { MICROPHONE_PROBLEMS, TEXTS } from '../texts/texts.ts';

type Entry = { readonly id: string; readonly what: string; readonly next: string; readonly who: ErrorFault };

const FAULTS: ReadonlyMap<string, ErrorFault> = new Map(
  Object.entries(ERROR_CODES).map(([code, { fault }]) => [code, fault]),
);

function entries(): Entry[] {
  const fromServer = Object.entries(ERROR_TEXTS).map(([id, text]) => ({
    id,
    ...text,
    who: FAULTS.get(id) ?? 'caller',
  }));
  const fromMicrophone = Object.entries(MICROPHONE_PROBLEMS).map(([problem, text]) => ({
    id: `microphone_${problem}`,
    ...text,
    who: 'caller' as const,
  }));
  const network: Entry = {
    id: 'NET-2',
    what: TEXTS.connection.soundBlocked,
    next: TEXTS.help.network,
    who: 'destination',
  };
  return [network, ...fromMicrophone, ...fromServer];
}

function element(name: string, text: string, children: readonly HTMLElement[] = []): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  made.append(...children);
  return made;
}

function section({ id, what, next, who }: Entry): HTMLElement {
  const made = element('section', '', [
    element('h2', what),
    element('p', next),
    element('p', '', [element('code', id), element('span', TEXTS.help.who[who])]),
  ]);
  made.id = id;
  return made;
}

function draw(): void {
  document.title = `${TEXTS.help.errors} - ${TEXTS.product}`;
  document
    .getElementById('errors')
    ?.replaceChildren(
      element('h1', TEXTS.help.errors),
      element('p', TEXTS.help.about),
      ...entries().map(section),
    );
  // The browser looked for the place before there was one.
  document.getElementById(decodeURIComponent(window.location.hash.slice(1)))?.scrollIntoView();
}

const saved = safeStorage(() => window.localStorage).getItem(LANGUAGE_KEY);
void speak(chooseLanguage(saved, navigator.languages)).then(draw);
