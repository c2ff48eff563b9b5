/** What strangers may send, and the one stable answer to each; the room goes on after every one of them. */
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS, isCommandName } from '#protocol/commands.ts';
import { ERROR_CODES } from '#protocol/error-codes.ts';
import { randomFrom } from '../../support/synthetic/random.ts';
import { type GatewayOnFakes, gatewayOnFakes } from './support/gateway-on-fakes.ts';
import type { RawBrowser } from './support/raw-browser.ts';

const COMMAND_NAMES = Object.keys(COMMANDS).filter(isCommandName);

let studio: GatewayOnFakes;
/** Somebody who was there before and must not notice anything. */
let witness: RawBrowser;

beforeAll(async () => {
  studio = await gatewayOnFakes({ limits: { guestsAtOnce: 10_000, sessionsPerAddress: 10_000 } });
  witness = await studio.host('Wanda');
});

afterAll(async () => {
  await studio.close();
});

/** Those whose sessions were ended stay for their grace time, and there is room for 64. */
afterEach(() => {
  for (const { id, presence } of Object.values(studio.room.state.participants)) {
    if (presence === 'away') studio.room.moderation.remove(id);
  }
});

let titles = 0;

async function roomGoesOn(): Promise<void> {
  const title = `title ${++titles}`;
  const reply = await witness.call('program.setTitle', { title });
  expect(reply).toMatchObject({ ok: true });
  expect(witness.copy?.state.program.title).toBe(title);
  await expect.poll(() => witness.copy?.version === studio.room.version).toBe(true);
  expect(witness.copy?.state).toEqual(studio.room.state);
}

const frame = (fields: object) =>
  JSON.stringify({ type: 'request', id: 7, name: 'room.resync', input: {}, ...fields });
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('a frame that is no request ends the session with 4400', () => {
  it.each([
    ['nothing', ''],
    ['a word', 'hello'],
    ['half a message', '{"type":"request","id":1'],
    ['null', 'null'],
    ['a number', '42'],
    ['a string', '"request"'],
    ['an array', '[]'],
    ['an empty object', '{}'],
    ['no id', JSON.stringify({ type: 'request', name: 'room.leave', input: {} })],
    ['a string as id', frame({ id: '7' })],
    ['a fraction as id', frame({ id: 1.5 })],
    ['a negative id', frame({ id: -1 })],
    ['an id beyond what is safe', frame({ id: 2 ** 53 })],
    ['an id that is not finite', '{"type":"request","id":1e999,"name":"room.leave","input":{}}'],
    ['a byte order mark', `\ufeff${frame({})}`],
    ['NaN', '{"type":"request","id":NaN}'],
    ['text that nests too deep', `{"type":"request","id":1,"name":"room.leave","input":${nested(25)}}`],
    ['text that nests very deep', nested(30_000)],
    ['a comment', '/* hi */{"type":"request","id":1,"name":"room.leave","input":{}}'],
    ['two messages in one', frame({}) + frame({})],
    ['an id that poses as a string', frame({ id: { length: { toString: 1 } } })],
  ])('%s', async (_what, text) => {
    const guest = await studio.guest();
    guest.send(text);
    expect(await guest.ended).toEqual({ closeCode: 4400, bye: 'bad_message' });
    await roomGoesOn();
  });

  it('a binary frame', async () => {
    const guest = await studio.guest();
    guest.send(Buffer.from(frame({})));
    expect(await guest.ended).toEqual({ closeCode: 4400, bye: 'bad_message' });
    await roomGoesOn();
  });
});

describe('a request that is not right is answered with its code, and the session goes on', () => {
  it.each<[string, object, string]>([
    ['another type', { type: 'reply' }, 'bad_message'],
    ['no type', { type: undefined }, 'bad_message'],
    ['a number as name', { name: 5 }, 'bad_message'],
    ['no name', { name: undefined }, 'bad_message'],
    ['an empty name', { name: '' }, 'bad_message'],
    ['a name that poses as a string', { name: { length: { toString: 1 } } }, 'bad_message'],
    [
      'an input that poses as a string',
      { name: 'participant.rename', input: { name: { length: { toString: 1 } } } },
      'bad_input',
    ],
    ['a name of 65 characters', { name: 'x'.repeat(65) }, 'bad_message'],
    ['a field too much', { extra: 1 }, 'bad_message'],
    ['an unknown command', { name: 'room.destroy' }, 'unknown_command'],
    ['a name of every object', { name: 'constructor' }, 'unknown_command'],
    ['the name of the prototype', { name: '__proto__' }, 'unknown_command'],
    ['a name in another case', { name: 'Room.Resync' }, 'unknown_command'],
    ['a name with a space', { name: 'room.resync ' }, 'unknown_command'],
    ['input that is a string', { input: 'x' }, 'bad_input'],
    ['input that is an array', { input: [] }, 'bad_input'],
    ['input with a field too much', { input: { extra: true } }, 'bad_input'],
    ['a name that is only spaces', { name: 'participant.rename', input: { name: '   ' } }, 'bad_input'],
    ['a name of 65 letters', { name: 'participant.rename', input: { name: 'x'.repeat(65) } }, 'bad_input'],
    ['a name with a line break', { name: 'participant.rename', input: { name: 'a\r\nb' } }, 'bad_input'],
    ['a name that is null', { name: 'participant.rename', input: { name: null } }, 'bad_input'],
    [
      'an empty list of fingerprints',
      { name: 'transport.connect', input: { transportId: 't', dtlsParameters: { fingerprints: [] } } },
      'bad_input',
    ],
    [
      'a fingerprint that is none',
      {
        name: 'transport.connect',
        input: {
          transportId: 't',
          dtlsParameters: { fingerprints: [{ algorithm: 'sha-256', value: 'zz' }] },
        },
      },
      'bad_input',
    ],
    [
      'an unknown hash',
      {
        name: 'transport.connect',
        input: {
          transportId: 't',
          dtlsParameters: { fingerprints: [{ algorithm: 'md5', value: Array(20).fill('AA').join(':') }] },
        },
      },
      'bad_input',
    ],
    ['an id with a slash', { name: 'transport.restartIce', input: { transportId: '../x' } }, 'bad_input'],
    [
      'an id of 65 characters',
      { name: 'consumer.close', input: { consumerId: 'c'.repeat(65) } },
      'bad_input',
    ],
    [
      'parameters with 65 entries',
      {
        name: 'consumer.create',
        input: {
          producerId: 'p',
          rtpCapabilities: Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`k${n}`, n])),
        },
      },
      'bad_input',
    ],
    [
      'a picture of a kind that there is not',
      {
        name: 'producer.create',
        input: { transportId: 't', source: 'webcam', rtpParameters: {}, muted: false },
      },
      'bad_input',
    ],
    [
      'a layer that there is not',
      { name: 'consumer.setLayer', input: { consumerId: 'c', layer: 3 } },
      'bad_input',
    ],
    [
      'a layer of somebody else',
      { name: 'consumer.setLayer', input: { consumerId: 'c', layer: 1 } },
      'consumer_not_found',
    ],
    ['muted as a word', { name: 'producer.setMuted', input: { producerId: 'p', muted: 'yes' } }, 'bad_input'],
    [
      'a transport of nobody',
      { name: 'transport.restartIce', input: { transportId: 'nobody' } },
      'transport_not_found',
    ],
    [
      'a producer of nobody',
      { name: 'producer.setMuted', input: { producerId: 'nobody', muted: true } },
      'producer_not_found',
    ],
    [
      'a producer of nobody to close',
      { name: 'producer.close', input: { producerId: 'nobody' } },
      'producer_not_found',
    ],
    [
      'a consumer of nobody',
      { name: 'consumer.resume', input: { consumerId: 'nobody' } },
      'consumer_not_found',
    ],
    ['entering again', { name: 'room.enter', input: {} }, 'already_entered'],
    ['going live as a guest', { name: 'program.start' }, 'forbidden'],
    ['stopping as a guest', { name: 'program.stop' }, 'forbidden'],
    ['a title by a guest', { name: 'program.setTitle', input: { title: 'x' } }, 'forbidden'],
    ['a fader by a guest', { name: 'strip.setFader', input: { stripId: 's', faderDb: 0 } }, 'forbidden'],
    ['a removal by a guest', { name: 'participant.remove', input: { participantId: 'p' } }, 'forbidden'],
    ['an invite by a guest', { name: 'invite.create', input: { role: 'host' } }, 'forbidden'],
    ['statistics by a guest', { name: 'room.stats' }, 'forbidden'],
  ])('%s', async (_what, fields, code) => {
    const guest = await studio.guest();
    guest.send(frame(fields));
    expect(await guest.reply(7)).toMatchObject({ ok: false, error: { code } });
    expect(await guest.call('room.resync', {})).toMatchObject({ ok: true });
    await roomGoesOn();
    await guest.leave();
  });

  it.each<[string, string, object, string]>([
    ['a fader above the top', 'strip.setFader', { stripId: 's', faderDb: 10.1 }, 'bad_input'],
    ['a fader below the bottom', 'strip.setFader', { stripId: 's', faderDb: -60.1 }, 'bad_input'],
    ['a fader that is not finite', 'strip.setFader', { stripId: 's', faderDb: null }, 'bad_input'],
    ['a pan out of range', 'strip.setPan', { stripId: 's', pan: 2 }, 'bad_input'],
    ['a strip of nobody', 'strip.setOn', { stripId: 'nobody', on: true }, 'strip_not_found'],
    ['a person of nobody', 'participant.remove', { participantId: 'nobody' }, 'participant_not_found'],
    ['a role that does not exist', 'invite.create', { role: 'owner' }, 'bad_input'],
    ['a title of 129 letters', 'program.setTitle', { title: 'x'.repeat(129) }, 'bad_input'],
    ['a title with a line break', 'program.setTitle', { title: "x\r\nX-Injected: 'yes'" }, 'bad_input'],
  ])('of a host: %s', async (_what, name, input, code) => {
    expect(await witness.callAnything(name, input)).toMatchObject({ ok: false, error: { code } });
    await roomGoesOn();
  });

  it('never repeats the value that was wrong', async () => {
    const guest = await studio.guest();
    const reply = await guest.callAnything('participant.rename', { name: 5, secret: 'my-password' });
    expect(JSON.stringify(reply)).not.toContain('my-password');
    await guest.leave();
  });
});

describe('before entering', () => {
  const commands = Object.keys(COMMANDS).filter((name) => name !== 'room.enter');

  it.each(commands)('%s is refused', async (name) => {
    const browser = await studio.browser();
    expect(await browser.callAnything(name, {})).toMatchObject({ ok: false, error: { code: 'not_entered' } });
    await browser.leave();
  });
});

describe('the roles of the command table', () => {
  const ofHosts = COMMAND_NAMES.filter((name) => COMMANDS[name].role === 'host');

  it.each(ofHosts)('%s is for hosts only, whatever its input', async (name) => {
    const guest = await studio.guest();
    expect(await guest.callAnything(name, {})).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    await guest.leave();
  });
});

describe('too much', () => {
  it('in one message ends the session with 1009', async () => {
    const guest = await studio.guest();
    guest.send(frame({ input: { text: 'x'.repeat(65_536) } }));
    expect((await guest.ended).closeCode).toBe(1009);
    await roomGoesOn();
  });

  it('of a message in tiny fragments ends the session with 1008', async () => {
    const guest = await studio.guest();
    for (let count = 0; count < 40; count++) guest.socket.send('x', { fin: false });
    expect((await guest.ended).closeCode).toBe(1008);
    await roomGoesOn();
  });

  it('at a time is refused first, then ends the session with 4429', async () => {
    const guest = await studio.guest();
    for (let id = 100; id < 400; id++) guest.send(frame({ id }));
    expect(await guest.ended).toEqual({ closeCode: 4429, bye: 'too_many_messages' });
    const refused = guest.messages.filter((message) => message.type === 'reply' && !message.ok);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ error: { code: 'too_many_messages' } });
    await roomGoesOn();
  });

  it('of pings ends the session with 4429', async () => {
    const guest = await studio.guest();
    // One at a time: the library itself drops whoever has a hundred unanswered.
    guest.socket.on('pong', () => guest.socket.ping());
    guest.socket.ping();
    expect(await guest.ended).toEqual({ closeCode: 4429, bye: 'too_many_messages' });
    await roomGoesOn();
  });

  it('at once that hangs is refused, and what hangs is answered in the end', async () => {
    const guest = await studio.guest();
    const media = studio.engine.current.participants.at(-1);
    media?.gate.shut();
    for (let id = 100; id < 200; id++) guest.send(frame({ id, name: 'media.open' }));
    expect(await guest.reply(199)).toMatchObject({ error: { code: 'too_many_messages' } });
    media?.gate.open();
    expect(await guest.reply(100)).toMatchObject({ ok: true });
    await guest.leave();
    await roomGoesOn();
  });
});

describe('bytes that are no WebSocket', () => {
  /** An upgraded connection, and whatever bytes a stranger sends over it. */
  async function sendRaw(bytes: Buffer): Promise<number> {
    const lines = [
      'GET /ws HTTP/1.1',
      'Host: localhost',
      `Origin: ${studio.origin}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Protocol: openstudio.v1',
    ];
    return new Promise((resolve) => {
      const socket = connect(studio.port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
      const received: Buffer[] = [];
      socket.once('data', () => socket.write(bytes));
      socket.on('data', (chunk) => received.push(chunk));
      socket.on('error', () => {});
      socket.on('close', () => {
        const all = Buffer.concat(received);
        // A close frame of the server: 0x88, length, code.
        const at = all.lastIndexOf(0x88);
        resolve(at < 0 ? 0 : all.readUInt16BE(at + 2));
      });
    });
  }

  const masked = (first: number, payload: Buffer) =>
    Buffer.concat([Buffer.from([first, 0x80 | payload.length, 0, 0, 0, 0]), payload]);

  it.each([
    ['a frame without mask', Buffer.from([0x81, 0x02, 0x7b, 0x7d]), 1002],
    ['a reserved bit', masked(0xc1, Buffer.from('{}')), 1002],
    ['an unknown opcode', masked(0x83, Buffer.from('{}')), 1002],
    ['a continuation of nothing', masked(0x80, Buffer.from('{}')), 1002],
    ['text that is not UTF-8', masked(0x81, Buffer.from([0xff, 0xfe])), 1007],
    ['a length of 2^63', Buffer.from([0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), 1009],
    ['a fragmented ping', masked(0x09, Buffer.from('x')), 1002],
  ])('%s', async (_what, bytes, code) => {
    expect(await sendRaw(bytes)).toBe(code);
    await roomGoesOn();
  });
});

describe('random input', () => {
  const SEED = 20_301;
  const MESSAGES = 1_500;
  const PER_SESSION = 100;
  const LAST_ID = 999_999;

  it(`of ${MESSAGES} mutated requests is always answered with a code of the table, never with internal`, async () => {
    const random = randomFrom(SEED);
    const outcomes = new Map<string, number>();
    for (let sent = 0; sent < MESSAGES; sent += PER_SESSION) {
      const browser = random() < 0.5 ? await studio.guest() : await studio.host();
      const firstId = 1000;
      for (let index = 0; index < PER_SESSION && browser.socket.readyState === browser.socket.OPEN; index++) {
        browser.send(randomRequest(random, firstId + index));
      }
      browser.send(frame({ id: LAST_ID }));
      const finished = await Promise.race([browser.reply(LAST_ID).then(() => null), browser.ended]).catch(
        () => null,
      );
      if (finished !== null) expect(finished.closeCode).toBeGreaterThanOrEqual(1000);
      for (const message of browser.messages) {
        if (message.type !== 'reply') continue;
        const outcome = message.ok ? 'ok' : message.error.code;
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
      await browser.leave();
      await roomGoesOn();
    }
    const codes = [...outcomes.keys()].filter((outcome) => outcome !== 'ok');
    expect(codes.filter((code) => !Object.hasOwn(ERROR_CODES, code))).toEqual([]);
    expect(codes).not.toContain('internal');
    expect(outcomes.get('ok')).toBeGreaterThan(50);
    expect(codes.length).toBeGreaterThan(6);
  }, 60_000);
});

const ODD_FIELDS = ['__proto__', 'constructor', 'toString', 'length', '', 'a'.repeat(100)];
const LIKELY_VALUES: readonly unknown[] = [
  true,
  false,
  0,
  -6.5,
  'x',
  'host',
  'microphone',
  'A name',
  {},
  { codecs: [{ kind: 'audio' }] },
];
const ODD_VALUES: readonly unknown[] = [
  null,
  -1,
  1e308,
  '',
  '\u0000',
  '\ud800',
  'ä'.repeat(4_000),
  [],
  [[]],
  { toString: 1 },
  { length: 5 },
  { length: { toString: 1 } },
  { fingerprints: [] },
];

/** A command of the table with likely values in its own fields, and now and then an odd field, an odd value or a broken text. */
function randomRequest(random: () => number, id: number): string {
  const pick = <T>(list: readonly T[]): T => {
    const item = list[Math.floor(random() * list.length)];
    if (item === undefined) throw new Error('empty list');
    return item;
  };
  const name = pick(COMMAND_NAMES.filter((command) => command !== 'room.leave' && command !== 'room.end'));
  const fields = Object.keys(COMMANDS[name].input.shape).filter(() => random() < 0.95);
  if (random() < 0.1) fields.push(pick(ODD_FIELDS));
  const input = Object.fromEntries(
    fields.map((field) => [field, pick(random() < 0.2 ? ODD_VALUES : LIKELY_VALUES)]),
  );
  const text = JSON.stringify({ type: 'request', id, name, input });
  if (random() < 0.995) return text;
  const at = Math.floor(random() * text.length);
  return text.slice(0, at) + pick(['"', '}', '\\', ',', '\u0001']) + text.slice(at + 1);
}
