/** A show on air with real people outside the containers: a host and a guest in Chromium who reach the studio through the relay alone. */
import {
  createGuestLink,
  enterStudio,
  latch,
  openBrowser,
  type Person,
  strip,
} from '../../support/browser/person.ts';
import { allowRelayOnly } from '../../support/browser/relay-only.ts';
import { MountListener } from '../../support/mount-listener.ts';
import { until } from '../../support/until.ts';
import type { Stack } from './stack.ts';

export const HOST_HZ = 440;
export const GUEST_HZ = 1000;
export const CLEARLY_HEARD_DB = -35;
/** Through a restart of everything on a busy machine. */
const BACK_WITHIN_MS = 90_000;

export class LiveShow {
  readonly host: Person;
  readonly guest: Person;
  readonly #stack: Stack;
  #listener: MountListener | null = null;

  static async open(stack: Stack): Promise<LiveShow> {
    const [host, guest] = await Promise.all([
      openBrowser('Hanna Host', HOST_HZ),
      openBrowser('Gustav Guest', GUEST_HZ),
    ]);
    const show = new LiveShow(stack, host, guest);
    try {
      for (const person of [host, guest]) await allowRelayOnly(person);
      await enterStudio(host, stack.ownerLink);
      await enterStudio(guest, await createGuestLink(host));
      await host.page.getByRole('button', { name: 'Invite', exact: true }).click();
      await strip(host, guest.name).waitFor();
      await latch(strip(host, guest.name).getByRole('button', { name: 'On air' }), true);
      return show;
    } catch (error) {
      await show.close();
      throw error;
    }
  }

  private constructor(stack: Stack, host: Person, guest: Person) {
    this.#stack = stack;
    this.host = host;
    this.guest = guest;
  }

  /** Somebody who has listened since `listen` was called last. */
  get listener(): MountListener {
    if (this.#listener === null) throw new Error('Nobody listens yet.');
    return this.#listener;
  }

  async goLive(): Promise<void> {
    await this.host.page.getByRole('button', { name: 'Go live' }).click();
    await this.isOnAir();
  }

  /** Waits until the lamp is lit. */
  async isOnAir(): Promise<void> {
    const lamp = this.host.page.getByRole('status', { name: 'Broadcast' });
    await until('ON AIR', async () => (await lamp.textContent())?.startsWith('ON AIR'), BACK_WITHIN_MS);
  }

  /** A new listener of the published mount, as soon as there is one. */
  async listen(): Promise<MountListener> {
    this.#listener?.close();
    this.#listener = await until(
      'the mount plays',
      () => MountListener.open(`${this.#stack.mountsUrl}/main.mp3`).catch(() => null),
      BACK_WITHIN_MS,
    );
    return this.#listener;
  }

  /** Waits until a listener hears both. */
  async isHeard(): Promise<void> {
    for (const tone of [HOST_HZ, GUEST_HZ]) await this.listener.hears(tone, CLEARLY_HEARD_DB, BACK_WITHIN_MS);
  }

  /** Where listeners tune in, as the host reads it. */
  async shownAddresses(): Promise<readonly string[]> {
    const links = this.host.page.locator('a[href$=".mp3"], a[href$=".opus"]');
    return (await links.allTextContents()).map((text) => text.trim());
  }

  async close(): Promise<void> {
    this.#listener?.close();
    await Promise.allSettled([this.host.close(), this.guest.close()]);
  }
}
