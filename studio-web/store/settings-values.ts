/** The settings of a browser as values. Pure; the store of them is browser-settings.ts. */
import * as z from 'zod/mini';

export const THEMES = ['dark', 'light', 'system'] as const;

const settings = z.object({
  /** `system` follows what the computer is set to. */
  theme: z.catch(z.enum(THEMES), 'dark'),
  /** Whether single letters and digits do something. Some people's software for speaking or pointing types them by accident. */
  letterKeys: z.catch(z.boolean(), true),
  /** Whether the soundboard stands open on the console. */
  soundboard: z.catch(z.boolean(), false),
});

export type BrowserSettings = Readonly<z.output<typeof settings>>;

/** What was kept, as far as it makes sense; the rest is as for somebody new. */
export function readSettings(kept: string | null): BrowserSettings {
  try {
    return z.parse(settings, JSON.parse(kept ?? '{}'));
  } catch {
    return z.parse(settings, {});
  }
}
