import { expect, it } from 'vitest';
import { escapeHtml } from '../../../server/http/escape-html.ts';
import { sentencePage } from '../../../server/http/plain-page.ts';

it.each([
  ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  ['" onload="x', '&quot; onload=&quot;x'],
  ["' onload='x", '&#39; onload=&#39;x'],
  ['&lt;', '&amp;lt;'],
  ['$& $1', '$&amp; $1'],
])('%s is made harmless', (text, html) => {
  expect(escapeHtml(text)).toBe(html);
});

it('a page of one sentence shows text as text', () => {
  const page = sentencePage('<b>', '<img src=x onerror=alert(1)>');
  expect(page).not.toContain('<b>');
  expect(page).not.toContain('<img');
});
