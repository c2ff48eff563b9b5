/**
 * A peer: the AudioBridge of Janus with participants over plain RTP, told what to do through its HTTP interface. Each participant is decoded,
 * mixed, and gets a mix of the others encoded for him alone, which is how an AudioBridge works; the whole mix is forwarded as RTP.
 */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import { freePorts } from '../../test/support/free-ports.ts';
import { until } from '../../test/support/until.ts';
import { BenchProcess } from '../rig/bench-process.ts';
import { decodeOpus } from '../rig/heard-sound.ts';
import { PeerMissing } from '../rig/peer-missing.ts';
import type { Address } from '../rig/rtp-talkers.ts';
import { MIX_S } from '../rig/talkers-heard.ts';
import { versionOf } from '../rig/version-of.ts';
import { workFolder } from '../rig/work-folder.ts';

const ROOM = 1;
const RTP_PORTS = 100;
const RTP_HEADER_BYTES = 12;
const PACKETS_PER_S = 50;
const PLUGIN = 'janus.plugin.audiobridge';
const OTHER_PLUGINS =
  'duktape echotest lua nosip recordplay sip streaming textroom videocall videoroom voicemail';
const OTHER_TRANSPORTS = 'mqtt nanomsg pfunix rabbitmq websockets';

const created = z.object({ data: z.object({ id: z.number() }) });
const joined = z.object({
  sender: z.number(),
  plugindata: z.object({ data: z.object({ rtp: z.object({ ip: z.string(), port: z.number() }) }) }),
});
const pluginAnswer = z.object({
  plugindata: z.object({ data: z.object({ error: z.optional(z.string()) }) }),
});

/** The version of Janus on this machine. Throws PeerMissing when there is none. */
export async function janusVersion(): Promise<string> {
  const version = await versionOf('janus', ['--help'], /Janus version: \d+ \(([\d.]+)\)/);
  if (version === null) throw new PeerMissing('Janus is not installed (Debian: apt-get install janus).');
  return version;
}

export type JoinOptions = {
  readonly payloadType: number;
  /** Where the participant's packets come from, and where the mix of the others goes; null for one who only sends. */
  readonly hearsAt: Address | null;
};

export class JanusAudioBridge {
  readonly #child: BenchProcess;
  readonly #url: string;
  readonly #session: number;
  readonly #sink: Socket;
  readonly #removeFolder: () => Promise<void>;
  readonly #events: unknown[] = [];
  #mix: Uint8Array[] = [];
  #polling = true;

  /** Starts Janus with one room at 48 kHz whose mix is forwarded as RTP. */
  static async start(): Promise<JanusAudioBridge> {
    await janusVersion();
    const folder = await workFolder('janus');
    const port = await freePorts();
    await writeConfig(folder.path, { port, firstRtpPort: await freePorts(RTP_PORTS) });
    const child = await BenchProcess.start({ file: 'janus', args: ['-F', folder.path], cwd: folder.path });
    const url = `http://127.0.0.1:${port}/janus`;
    const sink = createSocket('udp4');
    sink.bind(0, '127.0.0.1');
    await once(sink, 'listening');
    try {
      const session = await until('Janus answers', () => {
        if (child.hasEnded) throw new Error(`Janus ended: ${child.lastWords.slice(-500)}`);
        return post(url, { janus: 'create' })
          .then((answer) => created.parse(answer).data.id)
          .catch(() => null);
      });
      const janus = new JanusAudioBridge({ child, url, session, sink, removeFolder: folder.remove });
      await janus.#openRoom();
      return janus;
    } catch (error) {
      sink.close();
      await child.stop();
      await folder.remove();
      throw error;
    }
  }

  private constructor(parts: {
    readonly child: BenchProcess;
    readonly url: string;
    readonly session: number;
    readonly sink: Socket;
    readonly removeFolder: () => Promise<void>;
  }) {
    this.#child = parts.child;
    this.#url = parts.url;
    this.#session = parts.session;
    this.#sink = parts.sink;
    this.#removeFolder = parts.removeFolder;
    this.#sink.on('message', (packet) => {
      this.#mix.push(packet.subarray(RTP_HEADER_BYTES));
      if (this.#mix.length > MIX_S * PACKETS_PER_S) this.#mix.shift();
    });
    void this.#poll();
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** The last MIX_S seconds of the forwarded mix, mono at 48 kHz. */
  get mix(): Float32Array {
    return decodeOpus(this.#mix);
  }

  /** Lets one participant in; answers where his RTP goes. */
  async join({ payloadType, hearsAt }: JoinOptions): Promise<Address> {
    const handle = await this.#attach();
    const rtp = { ...hearsAt, payload_type: payloadType };
    await this.#ask(handle, { request: 'join', room: ROOM, codec: 'opus', rtp });
    return until('Janus says where to send', () => {
      for (const event of this.#events) {
        const answer = joined.safeParse(event);
        if (answer.success && answer.data.sender === handle) return answer.data.plugindata.data.rtp;
      }
      return null;
    });
  }

  async stop(): Promise<void> {
    this.#polling = false;
    await this.#child.stop();
    this.#sink.close();
    await this.#removeFolder();
  }

  async #openRoom(): Promise<void> {
    const handle = await this.#attach();
    const room = { room: ROOM, sampling_rate: 48_000, allow_rtp_participants: true, record: false };
    await this.#ask(handle, { request: 'create', ...room });
    const { port } = this.#sink.address();
    const forward = { room: ROOM, host: '127.0.0.1', port, codec: 'opus', always_on: true };
    await this.#ask(handle, { request: 'rtp_forward', ...forward });
  }

  async #attach(): Promise<number> {
    const answer = await post(`${this.#url}/${this.#session}`, { janus: 'attach', plugin: PLUGIN });
    return created.parse(answer).data.id;
  }

  async #ask(handle: number, body: object): Promise<void> {
    const answer = await post(`${this.#url}/${this.#session}/${handle}`, { janus: 'message', body });
    const refusal = pluginAnswer.safeParse(answer);
    const error = refusal.success ? refusal.data.plugindata.data.error : undefined;
    if (error !== undefined) throw new Error(`Janus refused: ${error}`);
  }

  /** Long polls for events; they keep the session alive, too. */
  async #poll(): Promise<void> {
    while (this.#polling) {
      try {
        const answer = await fetch(`${this.#url}/${this.#session}?maxev=10`);
        const events: unknown = await answer.json();
        if (Array.isArray(events)) this.#events.push(...events);
      } catch {
        if (this.#child.hasEnded) return;
      }
    }
  }
}

async function post(url: string, body: object): Promise<unknown> {
  const text = JSON.stringify({ ...body, transaction: Math.random().toString(36).slice(2) });
  const answer = await fetch(url, { method: 'POST', body: text });
  return answer.json();
}

async function writeConfig(folder: string, ports: { port: number; firstRtpPort: number }): Promise<void> {
  const without = (names: string) =>
    names
      .split(' ')
      .map((name) => `libjanus_${name}.so`)
      .join(',');
  const files = {
    'janus.jcfg': `general: { configs_folder = "${folder}", debug_level = 3, server_name = "bench" }
plugins: { disable = "${without(OTHER_PLUGINS)}" }
transports: { disable = "${without(OTHER_TRANSPORTS)}" }
`,
    'janus.transport.http.jcfg': `general: { json = "compact", base_path = "/janus", http = true, port = ${ports.port}, ip = "127.0.0.1", https = false }
admin: { admin_http = false, admin_https = false }
`,
    'janus.plugin.audiobridge.jcfg': `general: { local_ip = "127.0.0.1", rtp_port_range = "${ports.firstRtpPort}-${ports.firstRtpPort + RTP_PORTS - 1}" }
`,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
}
