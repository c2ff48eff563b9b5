/** Starts the studio page in the language of whoever opens it. */
import { createRoot } from 'react-dom/client';
import * as z from 'zod/mini';
import { App } from './app.tsx';
import { safeStorage } from './connection/safe-storage.ts';
import { followTheme } from './store/follow-theme.ts';
import { chooseLanguage, LANGUAGE_KEY } from './texts/language.ts';
import { speak } from './texts/speak.ts';
import './styles/tokens.css';
import './styles/base.css';

// The content security policy forbids code from text, which zod would otherwise try.
z.config({ jitless: true });

followTheme(document);
const place = document.getElementById('studio');
if (place === null) throw new Error('The page has no place for the studio.');
const root = createRoot(place);
const saved = safeStorage(() => window.localStorage).getItem(LANGUAGE_KEY);
void speak(chooseLanguage(saved, navigator.languages)).then(() =>
  root.render(<App route={window.location.pathname} />),
);
