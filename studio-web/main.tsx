/** Starts the studio page. */
import { createRoot } from 'react-dom/client';
import * as z from 'zod/mini';
import { App } from './app.tsx';
import './styles/tokens.css';
import './styles/base.css';

// The content security policy forbids code from text, which zod would otherwise try.
z.config({ jitless: true });

const place = document.getElementById('studio');
if (place === null) throw new Error('The page has no place for the studio.');
createRoot(place).render(<App route={window.location.pathname} />);
