import { beforeEach, expect, test } from 'vitest';
import { WakeLock } from '../../../studio-web/media/wake-lock.ts';

/** A page that can be put out of sight; a browser releases what it holds then, as Screen Wake Lock says. */
class FakePage extends EventTarget {
  hidden = false;

  show(isShown: boolean): void {
    this.hidden = !isShown;
    if (!isShown) for (const lock of held) lock.released = true;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

type FakeLock = { released: boolean; release(): Promise<void> };

let held: FakeLock[];
let page: FakePage;
let lock: WakeLock;

beforeEach(() => {
  held = [];
  page = new FakePage();
  lock = new WakeLock({
    page,
    async request() {
      const sentinel: FakeLock = {
        released: false,
        async release() {
          sentinel.released = true;
        },
      };
      held.push(sentinel);
      return sentinel;
    },
  });
});

const settled = () => new Promise((resolve) => setImmediate(resolve));
const burning = () => held.filter(({ released }) => !released).length;

test('the screen stays on while somebody is in the studio, and may sleep when he has left', async () => {
  lock.hold();
  await settled();
  expect(burning()).toBe(1);
  lock.release();
  await settled();
  expect(burning()).toBe(0);
});

test('whoever came back after a lost connection and leaves then leaves nothing that keeps it on', async () => {
  lock.hold();
  await settled();
  lock.hold();
  await settled();
  lock.release();
  await settled();
  expect(burning()).toBe(0);
});

test('asked for twice at once, it is held once', async () => {
  lock.hold();
  lock.hold();
  await settled();
  expect(burning()).toBe(1);
});

test('a page that was out of sight holds it again, and not when its owner has left meanwhile', async () => {
  lock.hold();
  await settled();
  page.show(false);
  expect(burning()).toBe(0);
  page.show(true);
  await settled();
  expect(burning()).toBe(1);
  lock.release();
  page.show(false);
  page.show(true);
  await settled();
  expect(burning()).toBe(0);
});

test('who leaves before the browser has answered holds nothing afterwards', async () => {
  lock.hold();
  lock.release();
  await settled();
  expect(burning()).toBe(0);
});
