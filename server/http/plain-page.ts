/** The few pages that the server writes itself: a heading, a sentence or two, nothing to load. Pure. */
import { createHash } from 'node:crypto';
import { escapeHtml } from './escape-html.ts';

const STYLE = `
:root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5; }
body { max-width: 42rem; margin: 12vh auto; padding: 0 1.5rem; }
h1 { font-size: 1.5rem; }
td, th { text-align: left; vertical-align: top; padding: 0.25rem 1rem 0.25rem 0; }
`;

/** The source expression that lets exactly this style through a Content-Security-Policy. */
export const PLAIN_STYLE_SOURCE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

/** A whole page. `body` is HTML already; `title` and what else is text has to be escaped by whoever makes `body`. */
export function plainPage({ title, body }: { title: string; body: string }): string {
  const heading = escapeHtml(title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${heading}</h1>
${body}
</main>
</body>
</html>
`;
}

/** A page with one paragraph of plain text. */
export function sentencePage(title: string, sentence: string): string {
  return plainPage({ title, body: `<p>${escapeHtml(sentence)}</p>` });
}
