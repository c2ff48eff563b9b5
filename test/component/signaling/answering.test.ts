import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COMMANDS, type CommandName } from '#protocol/commands.ts';
import type { ReplyMessage } from '#protocol/messages.ts';
import { createLog } from '../../../server/log.ts';
import { type GatewayOnFakes, gatewayOnFakes } from './support/gateway-on-fakes.ts';

let studio: GatewayOnFakes;
let lines: PassThrough;

beforeEach(async () => {
  lines = new PassThrough();
  studio = await gatewayOnFakes({ log: createLog({ level: 'info', destination: lines }) });
});

afterEach(async () => {
  await studio.close();
});

const logged = (): Record<string, unknown>[] =>
  String(lines.read() ?? '')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** The output of a reply, as the schema of its command sees it. */
function outputOf<Name extends CommandName>(name: Name, reply: ReplyMessage) {
  if (!reply.ok) throw new Error(`${name} was refused: ${reply.error.code}`);
  const parsed = COMMANDS[name].output.safeParse(reply.output);
  if (!parsed.success) throw new Error(`${name} answered something else: ${JSON.stringify(reply.output)}`);
  return reply.output;
}

describe('a reply', () => {
  it('comes after the patch that shows its effect, and names its version', async () => {
    const host = await studio.host();
    const strip = Object.values(studio.room.state.strips)[0];
    if (strip === undefined) throw new Error('no strip');
    for (let count = 1; count <= 30; count++) {
      const faderDb = -count;
      const reply = await host.call('strip.setFader', { stripId: strip.id, faderDb });
      if (!reply.ok) throw new Error(reply.error.code);
      expect(host.copy?.version).toBeGreaterThanOrEqual(reply.version);
      expect(host.copy?.state.strips[strip.id]?.faderDb).toBe(faderDb);
    }
  });

  it('does not wait for an earlier request that takes its time', async () => {
    const host = await studio.host();
    studio.engine.current.participants[0]?.gate.shut();
    const slow = host.call('media.open', {});
    expect(await host.call('participant.rename', { name: 'Quick' })).toMatchObject({ ok: true });
    studio.engine.current.participants[0]?.gate.open();
    expect(await slow).toMatchObject({ ok: true });
  });

  it('of each command has the shape that the table promises', async () => {
    const host = await studio.host();
    const guest = await studio.guest();
    const opened = COMMANDS['media.open'].output.parse(
      outputOf('media.open', await guest.call('media.open', {})),
    );
    const transportId = opened.send.id;
    const dtlsParameters = {
      fingerprints: [{ algorithm: 'sha-256' as const, value: Array(32).fill('AB').join(':') }],
    };
    outputOf('transport.connect', await guest.call('transport.connect', { transportId, dtlsParameters }));
    outputOf('transport.restartIce', await guest.call('transport.restartIce', { transportId }));
    const produced = COMMANDS['producer.create'].output.parse(
      outputOf(
        'producer.create',
        await guest.call('producer.create', {
          transportId,
          source: 'microphone',
          rtpParameters: {},
          muted: false,
        }),
      ),
    );
    const { producerId } = produced;
    outputOf('producer.setMuted', await guest.call('producer.setMuted', { producerId, muted: true }));
    const consumed = COMMANDS['consumer.create'].output.parse(
      outputOf('consumer.create', await host.call('consumer.create', { producerId, rtpCapabilities: {} })),
    );
    const { consumerId } = consumed;
    outputOf('consumer.resume', await host.call('consumer.resume', { consumerId }));
    outputOf('consumer.setLayer', await host.call('consumer.setLayer', { consumerId, layer: 2 }));
    outputOf('consumer.check', await host.call('consumer.check', { consumerId }));
    outputOf('consumer.pause', await host.call('consumer.pause', { consumerId }));
    outputOf('consumer.close', await host.call('consumer.close', { consumerId }));
    const camera = { transportId, source: 'camera' as const, rtpParameters: {}, muted: false };
    outputOf('producer.create', await guest.call('producer.create', camera));
    const [participantId] = Object.keys(studio.room.state.participants).slice(-1);
    const target = { participantId: participantId ?? '', source: 'camera' as const };
    outputOf('participant.stopPicture', await host.call('participant.stopPicture', target));
    outputOf('room.stats', await host.call('room.stats', {}));
    outputOf('program.start', await host.call('program.start', {}));
    outputOf('program.setTitle', await host.call('program.setTitle', { title: 'Now' }));
    outputOf('program.stop', await host.call('program.stop', {}));
    outputOf('producer.close', await guest.call('producer.close', { producerId }));
    const invite = COMMANDS['invite.create'].output.parse(
      outputOf('invite.create', await host.call('invite.create', { role: 'guest' })),
    );
    expect(invite.url).toMatch(/^https:\/\/studio\.example\/join\/.+/);
  });

  it('shows a host what a guest publishes', async () => {
    const host = await studio.host();
    const guest = await studio.guest();
    const { send } = COMMANDS['media.open'].output.parse(
      outputOf('media.open', await guest.call('media.open', {})),
    );
    await guest.call('producer.create', {
      transportId: send.id,
      source: 'microphone',
      rtpParameters: {},
      muted: true,
    });
    await expect
      .poll(() =>
        Object.values(host.copy?.state.participants ?? {}).map(({ microphone }) => microphone?.muted),
      )
      .toEqual([undefined, true]);
  });
});

describe('a fault of the server', () => {
  it('is told as internal with a reference, and the log has the cause under that reference once', async () => {
    const host = await studio.host();
    studio.engine.current.stats = async () => {
      throw new Error('the inner cause');
    };
    const reply = await host.call('room.stats', {});
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal', reference: expect.any(String) } });
    expect(JSON.stringify(reply)).not.toContain('inner cause');
    const reference = reply.ok ? '' : reply.error.reference;
    const about = logged().filter((line) => line.reference === reference);
    expect(about).toHaveLength(1);
    expect(JSON.stringify(about[0])).toContain('the inner cause');
    expect(await host.call('room.resync', {})).toMatchObject({ ok: true });
  });

  it('is counted by its code', async () => {
    const host = await studio.host();
    await host.callAnything('no.such.command', {});
    const text = await studio.metrics.scrape();
    expect(text).toContain('studio_commands_total{command="room.enter",outcome="ok"} 1');
    expect(text).toContain('studio_commands_total{command="unknown",outcome="unknown_command"} 1');
  });
});

describe('levels', () => {
  it('reach everybody who has entered', async () => {
    const host = await studio.host();
    const guest = await studio.guest();
    const levels = { strips: {}, program: { peakDb: [-20, -21] as const, rmsDb: -30 }, loudness: null };
    studio.livePaths.current.report({ kind: 'levels', levels });
    for (const browser of [host, guest]) {
      expect(
        await browser.until((message) => (message.type === 'levels' ? message.levels : undefined)),
      ).toEqual(levels);
    }
  });
});
