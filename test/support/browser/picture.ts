/** Pictures for the README, taken of the real thing while a test uses it. Only when PICTURES=1, so that a test run changes no file. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';

const FOLDER = path.resolve(import.meta.dirname, '../../../memory-bank/pictures');

/** The sizes at which every screen must look right. */
const SIZES = {
  desktop: { width: 1440, height: 900 },
  tablet: { width: 820, height: 1180 },
  phone: { width: 390, height: 844 },
} as const;

/** Saves what the page shows as `<name>-<size>.png`, at each size, and gives the page its size back. `shown` is scrolled to. */
export async function takePictures(page: Page, name: string, shown?: Locator): Promise<void> {
  if (process.env.PICTURES !== '1') return;
  await mkdir(FOLDER, { recursive: true });
  const before = page.viewportSize();
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    await shown?.evaluate((element) => element.scrollIntoView());
    // A change of theme just before would be caught half way.
    await page.screenshot({ path: path.join(FOLDER, `${name}-${size}.png`), animations: 'disabled' });
  }
  if (before !== null) await page.setViewportSize(before);
}
