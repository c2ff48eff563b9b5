/** What a person sets for this browser, whatever the show: kept from one visit to the next. */
import { createStore } from 'zustand/vanilla';
import { safeStorage } from '../connection/safe-storage.ts';
import { type BrowserSettings, readSettings } from './settings-values.ts';

const KEY = 'openstudio.settings';

const storage = safeStorage(() => window.localStorage);

export const browserSettings = createStore<BrowserSettings>(() => readSettings(storage.getItem(KEY)));

export function changeSettings(change: Partial<BrowserSettings>): void {
  browserSettings.setState(change);
  storage.setItem(KEY, JSON.stringify(browserSettings.getState()));
}
