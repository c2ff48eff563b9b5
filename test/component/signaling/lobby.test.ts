import { afterEach, describe, expect, it } from 'vitest';
import type { LobbyMessage } from '#protocol/messages.ts';
import type { LobbyRule } from '#protocol/people.ts';
import {
  type GatewayOnFakes,
  GUEST_INVITE,
  gatewayOnFakes,
  HOST_INVITE,
  MAIN,
  OWNER_COOKIE,
} from './support/gateway-on-fakes.ts';
import type { RawBrowser } from './support/raw-browser.ts';

let studio: GatewayOnFakes;

afterEach(async () => {
  await studio.close();
});

const start = async (lobby: LobbyRule) => {
  studio = await gatewayOnFakes({ lobby });
};

const invite = { kind: 'invite', token: GUEST_INVITE } as const;
const BROWSER = 'secret-of-this-browser';
const ANOTHER = 'secret-of-another-browser';

/** Asks to enter; answers with the code of the refusal, or `in`. */
async function ask(
  browser: RawBrowser,
  { name = 'Gina', secret, token }: { name?: string; secret?: string; token?: string } = {},
): Promise<string> {
  const reply = await browser.call('room.enter', {
    credential: invite,
    name,
    ...(secret !== undefined && { browser: secret }),
    ...(token !== undefined && { resume: { token, mediaEpoch: null } }),
  });
  return reply.ok ? 'in' : reply.error.code;
}

const standing = (browser: RawBrowser, wanted: LobbyMessage['standing']): Promise<LobbyMessage> =>
  browser.until((message) => (message.type === 'lobby' && message.standing === wanted ? message : undefined));
const waiting = () => Object.values(studio.room.state.waiting);
const names = () => Object.values(studio.room.state.participants).map(({ name }) => name);

describe('where a host admits everybody', () => {
  it('a guest waits without seeing anything of the room, and comes in when he is admitted', async () => {
    await start('ask');
    const host = await studio.host();
    const guest = await studio.browser();
    expect(await ask(guest)).toBe('must_wait');
    expect(await standing(guest, 'asking')).toMatchObject({ mayAskAgain: true });
    expect(guest.welcome).toBeUndefined();
    expect(names()).toEqual(['Hanna']);
    expect(waiting()).toMatchObject([{ name: 'Gina', asked: 1 }]);
    expect(await guest.call('chat.send', { text: 'let me in' })).toMatchObject({
      error: { code: 'not_entered' },
    });

    await host.call('lobby.admit', { waitingId: waiting()[0]?.id ?? '' });
    await standing(guest, 'admitted');
    expect(waiting()).toEqual([]);
    expect(await ask(guest)).toBe('in');
    expect(names()).toEqual(['Hanna', 'Gina']);
  });

  it('who is refused may ask twice more, and not a fourth time', async () => {
    await start('ask');
    const host = await studio.host();
    const guest = await studio.browser();
    const outcomes: string[] = [];
    for (let time = 1; time <= 3; time += 1) {
      outcomes.push(await ask(guest, { secret: BROWSER }));
      await host.call('lobby.refuse', { waitingId: waiting()[0]?.id ?? '' });
    }
    await guest.until((message) => (message.type === 'lobby' && !message.mayAskAgain) || undefined);
    expect([...outcomes, await ask(guest, { secret: BROWSER })]).toEqual([
      'must_wait',
      'must_wait',
      'must_wait',
      'not_admitted',
    ]);
    expect(waiting()).toEqual([]);
  });

  it('who goes does not wait any more; who only loses his connection keeps his place', async () => {
    await start('ask');
    await studio.host();
    const [gone, lost] = [await studio.browser(), await studio.browser()];
    await ask(gone, { name: 'Gone' });
    await ask(lost, { name: 'Lost' });
    const { token } = await standing(lost, 'asking');
    await gone.call('room.leave', {});
    await lost.leave();
    expect(waiting()).toMatchObject([{ name: 'Lost' }]);
    const back = await studio.browser();
    expect(await ask(back, { name: 'Lost', token })).toBe('must_wait');
    expect(waiting()).toMatchObject([{ name: 'Lost', asked: 1 }]);
  });

  it('no more than so many wait at once', async () => {
    await start('ask');
    const outcomes: string[] = [];
    for (let count = 0; count < 33; count += 1) outcomes.push(await ask(await studio.browser()));
    expect(outcomes.slice(0, 32)).toEqual(Array(32).fill('must_wait'));
    expect(outcomes[32]).toBe('lobby_full');
  });

  it('somebody who was in comes back without waiting, and hosts never wait', async () => {
    await start('open');
    const guest = await studio.browser();
    const entered = await guest.call('room.enter', { credential: invite, name: 'Gina', browser: BROWSER });
    const host = await studio.browser();
    await host.call('room.enter', { credential: { kind: 'invite', token: HOST_INVITE }, name: 'Hugo' });
    await host.call('lobby.setRule', { rule: 'ask' });
    await guest.leave();
    const token = entered.ok ? String(Object(entered.output).resumeToken) : '';
    expect(await ask(await studio.browser(), { token })).toBe('in');
    expect(studio.remembered().lobby).toBe('ask');
  });
});

describe('where guests come in while a host is there', () => {
  it('they wait for him, and come in with him', async () => {
    await start('attended');
    const guest = await studio.browser();
    expect(await ask(guest)).toBe('must_wait');
    const { token } = await standing(guest, 'asking');
    await studio.host();
    await standing(guest, 'admitted');
    expect(await ask(guest, { token })).toBe('in');
    expect(await ask(await studio.browser(), { name: 'Gustav' })).toBe('in');
  });
});

describe('somebody who was removed', () => {
  const removed = async (): Promise<RawBrowser> => {
    await start('open');
    const host = await studio.host();
    const guest = await studio.browser();
    await ask(guest, { secret: BROWSER });
    const id = Object.values(studio.room.state.participants).find(({ name }) => name === 'Gina')?.id ?? '';
    await host.call('participant.remove', { participantId: id });
    expect(await guest.ended).toMatchObject({ bye: 'removed' });
    return host;
  };

  it('does not come back by the same link in the same browser, whatever he calls himself', async () => {
    await removed();
    expect(await ask(await studio.browser(), { secret: BROWSER, name: 'Georg' })).toBe('removed');
  });

  it('has to be admitted when he shows the link in another browser', async () => {
    await removed();
    expect(await ask(await studio.browser(), { secret: ANOTHER })).toBe('must_wait');
  });
});

describe('a second tab of the same browser', () => {
  const enterIn = async (browser: RawBrowser, secret: string, name = 'Gina') =>
    ask(browser, { secret, name });

  it('is the same person: the older one is told, and the strip stays', async () => {
    await start('open');
    const [older, newer] = [await studio.browser(), await studio.browser()];
    await enterIn(older, BROWSER);
    const strips = Object.keys(studio.room.state.strips);
    expect(await enterIn(newer, BROWSER)).toBe('in');
    expect(await older.ended).toMatchObject({ bye: 'replaced', closeCode: 4409 });
    expect(Object.keys(studio.room.state.strips)).toEqual(strips);
  });

  it('of another browser, or under another name, is another person', async () => {
    await start('open');
    await enterIn(await studio.browser(), BROWSER);
    await enterIn(await studio.browser(), ANOTHER);
    await enterIn(await studio.browser(), BROWSER, 'Gustav');
    expect(names()).toEqual(['Gina', 'Gina', 'Gustav']);
  });

  it('is the same for the owner', async () => {
    await start('open');
    const enter = async () => {
      const tab = await studio.browser({ cookie: OWNER_COOKIE });
      await tab.call('room.enter', {
        credential: { kind: 'owner', show: MAIN },
        name: 'Olaf',
        browser: BROWSER,
      });
      return tab;
    };
    const older = await enter();
    await enter();
    expect(await older.ended).toMatchObject({ bye: 'replaced' });
    expect(names()).toEqual(['Olaf']);
  });
});

describe('links that were reset', () => {
  it('let nobody in any more, but those who are inside come back', async () => {
    await start('open');
    const host = await studio.host();
    const guest = await studio.browser();
    const entered = await guest.call('room.enter', { credential: invite, name: 'Gina' });
    const token = entered.ok ? String(Object(entered.output).resumeToken) : '';
    await host.call('invite.reset', { role: 'guest' });
    expect(await ask(await studio.browser(), { name: 'Late' })).toBe('invite_invalid');
    await guest.leave();
    expect(await ask(await studio.browser(), { token })).toBe('in');
  });
});

describe('somebody who waited when the links were reset', () => {
  it('comes in when he is admitted', async () => {
    await start('ask');
    const host = await studio.host();
    const guest = await studio.browser();
    await ask(guest);
    await host.call('invite.reset', { role: 'guest' });
    await host.call('lobby.admitAll', {});
    await standing(guest, 'admitted');
    expect(await ask(guest)).toBe('in');
  });
});

describe('a person whose role changes', () => {
  it('may do at once what the new one may, and no longer what it may not', async () => {
    await start('open');
    const host = await studio.host();
    const guest = await studio.browser();
    await ask(guest);
    const id = Object.values(studio.room.state.participants).find(({ name }) => name === 'Gina')?.id ?? '';
    expect(await guest.call('program.setTitle', { title: 'Mine' })).toMatchObject({
      error: { code: 'forbidden' },
    });
    await host.call('participant.setRole', { participantId: id, role: 'producer' });
    expect(await guest.call('program.setTitle', { title: 'Mine' })).toMatchObject({ ok: true });
    expect(Object.values(studio.room.state.strips)).toHaveLength(1);
    await host.call('participant.setRole', { participantId: id, role: 'guest' });
    expect(await guest.call('program.setTitle', { title: 'Ours' })).toMatchObject({
      error: { code: 'forbidden' },
    });
  });
});
