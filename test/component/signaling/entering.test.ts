import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COMMANDS } from '#protocol/commands.ts';
import { showSlug } from '#protocol/ids.ts';
import {
  type GatewayOnFakes,
  GUEST_INVITE,
  gatewayOnFakes,
  HOST_INVITE,
  ICE_SERVERS,
  MAIN,
  OWNER_COOKIE,
} from './support/gateway-on-fakes.ts';

let studio: GatewayOnFakes;

beforeEach(async () => {
  studio = await gatewayOnFakes();
});

afterEach(async () => {
  await studio.close();
});

const enterAs = (token: string, name = 'Gero') => ({
  credential: { kind: 'invite' as const, token },
  name,
});

describe('somebody who enters', () => {
  it('gets the welcome before the reply, and the reply has all he needs for media', async () => {
    const browser = await studio.browser();
    const reply = await browser.call('room.enter', enterAs(GUEST_INVITE));
    expect(browser.messages.map((message) => message.type)).toEqual(['welcome', 'reply']);
    expect(reply).toMatchObject({
      ok: true,
      version: browser.welcome?.version,
      output: { role: 'guest', show: 'main', media: { epoch: 1, iceServers: ICE_SERVERS } },
    });
    expect(COMMANDS['room.enter'].output.safeParse('output' in reply && reply.output).success).toBe(true);
    expect(browser.welcome?.state).toEqual(studio.room.state);
  });

  it('is a host by the owner cookie or by a host invite, and a guest by a guest invite', async () => {
    const owner = await studio.browser({ cookie: OWNER_COOKIE });
    const host = await studio.browser();
    const guest = await studio.browser();
    const replies = [
      await owner.call('room.enter', { credential: { kind: 'owner', show: MAIN }, name: 'Olga' }),
      await host.call('room.enter', enterAs(HOST_INVITE)),
      await guest.call('room.enter', enterAs(GUEST_INVITE)),
    ];
    expect(replies.map((reply) => reply.ok && reply.output)).toMatchObject([
      { role: 'host' },
      { role: 'host' },
      { role: 'guest' },
    ]);
  });

  it('is seen by those who are there', async () => {
    const host = await studio.host();
    await studio.guest('Gero');
    await host.until((message) => (message.type === 'patch' ? message : undefined));
    const names = Object.values(host.copy?.state.participants ?? {}).map(({ name }) => name);
    expect(names).toEqual(['Hanna', 'Gero']);
  });

  it.each([
    ['a token that nobody made', { ...enterAs('never-made-token') }, 'invite_invalid'],
    [
      'the owner way without the cookie',
      { credential: { kind: 'owner', show: 'main' }, name: 'X' },
      'unauthorized',
    ],
  ])('is refused with %s and may try again', async (_what, input, code) => {
    const browser = await studio.browser();
    expect(await browser.callAnything('room.enter', input)).toMatchObject({ ok: false, error: { code } });
    expect(await browser.call('room.enter', enterAs(GUEST_INVITE))).toMatchObject({ ok: true });
  });

  it('is refused for a show that does not exist', async () => {
    const browser = await studio.browser({ cookie: OWNER_COOKIE });
    const credential = { kind: 'owner' as const, show: showSlug.parse('other') };
    expect(await browser.call('room.enter', { credential, name: 'Olga' })).toMatchObject({
      error: { code: 'show_not_found' },
    });
  });

  it('is let go after five refusals', async () => {
    const browser = await studio.browser();
    for (let attempt = 0; attempt < 5; attempt++)
      await browser.call('room.enter', enterAs('never-made-token'));
    expect(await browser.ended).toEqual({ closeCode: 4401, bye: 'invite_invalid' });
  });

  it('who goes on guessing is let go at each wrong one, and whoever is right comes in from the same address', async () => {
    for (let session = 0; session < 2; session++) {
      const browser = await studio.browser();
      for (let attempt = 0; attempt < 5; attempt++) {
        await browser.call('room.enter', enterAs('never-made-token'));
      }
    }
    const guessing = await studio.browser();
    await guessing.call('room.enter', enterAs('never-made-token'));
    expect(await guessing.ended).toEqual({ closeCode: 4401, bye: 'invite_invalid' });
    const right = await studio.browser();
    expect(await right.call('room.enter', enterAs(GUEST_INVITE))).toMatchObject({ ok: true });
  });

  it('cannot enter twice, not even while the first time is under way', async () => {
    studio.openGate.shut();
    const browser = await studio.browser();
    const first = browser.call('room.enter', enterAs(GUEST_INVITE));
    const second = await browser.call('room.enter', enterAs(GUEST_INVITE));
    studio.openGate.open();
    expect(second).toMatchObject({ ok: false, error: { code: 'already_entered' } });
    expect(await first).toMatchObject({ ok: true });
    expect(await browser.call('room.enter', enterAs(GUEST_INVITE))).toMatchObject({
      error: { code: 'already_entered' },
    });
  });

  it('is not in the room when he went while the room was opening', async () => {
    studio.openGate.shut();
    const browser = await studio.browser();
    browser.call('room.enter', enterAs(GUEST_INVITE)).catch(() => {});
    await browser.leave();
    await expect.poll(() => studio.gateway.sessionCount).toBe(0);
    studio.openGate.open();
    const host = await studio.host();
    expect(Object.values(host.copy?.state.participants ?? {}).map(({ name }) => name)).not.toContain('Gero');
  });

  it('leaves nothing behind when the media cannot be opened, and is told to come back', async () => {
    const host = await studio.host();
    studio.engine.unavailable = true;
    studio.engine.current.die();
    const browser = await studio.browser();
    const reply = await browser.call('room.enter', enterAs(GUEST_INVITE));
    expect(reply).toMatchObject({
      ok: false,
      error: { code: 'media_unavailable', reference: expect.any(String) },
    });
    expect(await browser.ended).toEqual({ closeCode: 1012, bye: 'media_unavailable' });
    expect(studio.room.participantCount).toBe(1);
    expect(host.socket.readyState).toBe(host.socket.OPEN);
  });
});

describe('somebody who comes back', () => {
  const tokenOf = (reply: { ok: boolean; output?: unknown }) =>
    COMMANDS['room.enter'].output.parse(reply.output);

  it('is the same person and keeps his transports', async () => {
    const before = await studio.browser();
    const entered = tokenOf(await before.call('room.enter', enterAs(GUEST_INVITE)));
    await before.leave();
    const after = await studio.browser();
    const resume = { token: entered.resumeToken, mediaEpoch: entered.media?.epoch ?? null };
    const again = tokenOf(await after.call('room.enter', { ...enterAs(GUEST_INVITE), resume }));
    expect(again).toMatchObject({ participantId: entered.participantId, media: null });
    expect(studio.room.participantCount).toBe(1);
  });

  it('gets new transports when his page was loaded anew', async () => {
    const before = await studio.browser();
    const entered = tokenOf(await before.call('room.enter', enterAs(GUEST_INVITE)));
    await before.leave();
    const after = await studio.browser();
    const resume = { token: entered.resumeToken, mediaEpoch: null };
    const again = tokenOf(await after.call('room.enter', { ...enterAs(GUEST_INVITE, 'Renamed'), resume }));
    expect(again.participantId).toBe(entered.participantId);
    expect(again.media?.send.id).not.toBe(entered.media?.send.id);
    expect(after.copy?.state.participants[entered.participantId]?.name).toBe('Renamed');
  });

  it('replaces his other tab, which is told so and not to retry', async () => {
    const before = await studio.browser();
    const entered = tokenOf(await before.call('room.enter', enterAs(GUEST_INVITE)));
    const after = await studio.browser();
    const resume = { token: entered.resumeToken, mediaEpoch: null };
    await after.call('room.enter', { ...enterAs(GUEST_INVITE), resume });
    expect(await before.ended).toEqual({ closeCode: 4409, bye: 'replaced' });
    expect(before.messages.at(-1)).toEqual({ type: 'bye', code: 'replaced', retry: false });
    expect(studio.room.state.participants[entered.participantId]?.presence).toBe('here');
  });

  it('is away for the others meanwhile', async () => {
    const host = await studio.host();
    const guest = await studio.guest();
    await guest.leave();
    await host.until((message) => {
      const entries = message.type === 'patch' ? Object.values(message.body.participants ?? {}) : [];
      return entries.find(({ presence }) => presence === 'away');
    });
  });
});

describe('somebody who leaves', () => {
  it('gets his reply, the socket closes normally and his strip is gone', async () => {
    const host = await studio.host();
    const guest = await studio.guest();
    expect(await guest.call('room.leave', {})).toMatchObject({ ok: true, output: null });
    expect(await guest.ended).toEqual({ closeCode: 1000, bye: null });
    await host.until((message) => (message.type === 'patch' ? message.body.dropStrips : undefined));
    expect(Object.keys(host.copy?.state.strips ?? {})).toHaveLength(1);
  });

  it('at the wish of a host is told so', async () => {
    const host = await studio.host();
    const guest = await studio.guest();
    const id = guest.welcome?.you.participantId;
    if (id === undefined) throw new Error('no welcome');
    expect(await host.call('participant.remove', { participantId: id })).toMatchObject({ ok: true });
    expect(await guest.ended).toEqual({ closeCode: 4403, bye: 'removed' });
  });

  it('because the room closed is told so', async () => {
    const guest = await studio.guest();
    studio.room.close('empty');
    expect(await guest.ended).toEqual({ closeCode: 4404, bye: 'room_closed' });
  });
});

describe('a flood of guests', () => {
  /** So many come, and each goes again before the next one. Answers with the codes of those who were turned away. */
  async function flood(count: number): Promise<readonly string[]> {
    const refused: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const browser = await studio.browser();
      const reply = await browser.call('room.enter', enterAs(GUEST_INVITE));
      if (!reply.ok) refused.push(reply.error.code);
      await browser.leave();
    }
    return refused;
  }

  beforeEach(async () => {
    await studio.close();
    studio = await gatewayOnFakes({ limits: { guestsAtOnce: 3, guestsPerSecond: 0.001 } });
  });

  it('is turned away after the first few', async () => {
    expect(await flood(6)).toEqual(['server_full', 'server_full', 'server_full']);
  });

  it('is not in the way of a host, nor of a guest who comes back', async () => {
    const guest = await studio.browser();
    const entered = await guest.call('room.enter', enterAs(GUEST_INVITE));
    await flood(6);
    const host = await studio.browser();
    expect(await host.call('room.enter', enterAs(HOST_INVITE))).toMatchObject({ ok: true });
    const again = await studio.browser();
    const { resumeToken, participantId } = COMMANDS['room.enter'].output.parse(entered.ok && entered.output);
    const resume = { token: resumeToken, mediaEpoch: null };
    expect(await again.call('room.enter', { ...enterAs(GUEST_INVITE), resume })).toMatchObject({
      ok: true,
      output: { participantId },
    });
  });
});
