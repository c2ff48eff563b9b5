/** A screen in one of its states: nothing may be wrong with it for axe, dark or light, and it can be pictured. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeProblems } from './axe.ts';
import { takePictures } from './picture.ts';

/** Problems of a page of the studio in the dark, and of its colours in the light: nothing else is different there. */
export async function screenProblems(page: Page): Promise<string[]> {
  const before = await page.evaluate(() => document.documentElement.dataset.theme ?? 'dark');
  const found: string[] = [];
  for (const theme of ['dark', 'light']) {
    await setTheme(page, theme);
    const rules = theme === 'light' ? ['color-contrast', 'link-in-text-block'] : [];
    found.push(...(await axeProblems(page, rules)).map((problem) => `${theme}: ${problem}`));
  }
  await setTheme(page, before);
  return found;
}

/** For every state that has pictures: what people see there, everybody must be able to use. */
export async function checkScreen(page: Page, name: string, shown?: Locator): Promise<void> {
  expect(await screenProblems(page), name).toEqual([]);
  await takePictures(page, name, shown);
}

/** Colours that fade over would be measured half way; what moves for ever is not waited for. */
async function setTheme(page: Page, theme: string): Promise<void> {
  await page.evaluate((value) => {
    document.documentElement.dataset.theme = value;
  }, theme);
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every((each) => !(each instanceof CSSTransition) || each.playState !== 'running'),
  );
}
