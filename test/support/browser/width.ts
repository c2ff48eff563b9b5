/** Whether a page fits the narrowest phone that is thought of. */
import type { Page } from 'playwright-core';

export const NARROW = { width: 320, height: 640 };

/** How wide the page is there, in px; more than 320 means that it can be pushed aside. */
export async function widthWhenNarrow(page: Page): Promise<number> {
  const before = page.viewportSize();
  await page.setViewportSize(NARROW);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  if (before !== null) await page.setViewportSize(before);
  return width;
}
