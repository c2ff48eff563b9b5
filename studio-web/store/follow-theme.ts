/** Puts the chosen theme on the page, and keeps it there when the choice or the computer's own setting changes. */
import { browserSettings } from './browser-settings.ts';
import type { BrowserSettings } from './settings-values.ts';

export function followTheme(page: Document): void {
  const systemLight = window.matchMedia('(prefers-color-scheme: light)');
  const apply = ({ theme }: BrowserSettings): void => {
    const isLight = theme === 'light' || (theme === 'system' && systemLight.matches);
    page.documentElement.dataset.theme = isLight ? 'light' : 'dark';
    const bar = page.querySelector('meta[name="theme-color"]');
    bar?.setAttribute('content', getComputedStyle(page.documentElement).getPropertyValue('--surface').trim());
  };
  browserSettings.subscribe(apply);
  systemLight.addEventListener('change', () => apply(browserSettings.getState()));
  apply(browserSettings.getState());
}
