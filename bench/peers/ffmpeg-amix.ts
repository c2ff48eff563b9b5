/** A peer: one ffmpeg that receives each talker as RTP, mixes with amix, encodes, and is its own source client. With ffmpeg's defaults. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freePorts } from '../../test/support/free-ports.ts';
import { BenchProcess } from '../rig/bench-process.ts';
import type { MixRequest, MixSystem, RunningMix } from '../rig/mix-system.ts';
import { versionOf } from '../rig/version-of.ts';
import { workFolder } from '../rig/work-folder.ts';
import { opusSdp } from './opus-sdp.ts';

/** RTP and RTCP. */
const PORTS_PER_TALKER = 2;

const OUTPUTS = {
  mp3: ['-c:a', 'libmp3lame', '-b:a', '128k', '-content_type', 'audio/mpeg', '-f', 'mp3'],
  opus: ['-c:a', 'libopus', '-b:a', '96k', '-content_type', 'audio/ogg', '-f', 'ogg'],
} as const;

/** `filter` comes after amix; empty for none. */
export async function ffmpegAmix(filter = ''): Promise<MixSystem> {
  const ffmpeg = process.env.FFMPEG_PATH ?? 'ffmpeg';
  const version = await versionOf(ffmpeg, ['-version'], /ffmpeg version (\d+[\d.]*)/);
  return { name: `ffmpeg ${version ?? ''} amix`, start: (request) => start(ffmpeg, request, filter) };
}

async function start(ffmpeg: string, request: MixRequest, filter: string): Promise<RunningMix> {
  const folder = await workFolder('ffmpeg');
  const count = request.ssrcs.length;
  const firstPort = await freePorts(PORTS_PER_TALKER * count);
  const ports = request.ssrcs.map((_, index) => firstPort + PORTS_PER_TALKER * index);
  const inputs = ports.map((_, index) => path.join(folder.path, `${index}.sdp`));
  for (const [index, file] of inputs.entries())
    await writeFile(file, opusSdp(ports[index] ?? 0, request.payloadType));
  const child = await BenchProcess.start({
    file: ffmpeg,
    args: argumentsFor({ inputs, request, filter }),
  }).catch(async (error: unknown) => {
    await folder.remove();
    throw error;
  });
  return {
    pid: child.pid,
    targets: ports.map((port) => ({ ip: '127.0.0.1', port })),
    remark: () => (child.hasEnded ? `ffmpeg ended: ${child.lastWords.slice(-200)}` : ''),
    async stop() {
      await child.stop();
      await folder.remove();
    },
  };
}

type Parts = { readonly inputs: readonly string[]; readonly request: MixRequest; readonly filter: string };

function argumentsFor({ inputs, request, filter }: Parts): readonly string[] {
  const { mounts, icecastPort, sourcePassword } = request;
  const after = filter === '' ? '' : `,${filter}`;
  const graph =
    mounts.length === 1
      ? `amix=inputs=${inputs.length}${after}[0]`
      : `amix=inputs=${inputs.length}${after},asplit=${mounts.length}${mounts.map((_, at) => `[${at}]`).join('')}`;
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'error'],
    ...inputs.flatMap((file) => ['-protocol_whitelist', 'file,udp,rtp', '-i', file]),
    ...['-filter_complex', `${inputs.map((_, index) => `[${index}:a]`).join('')}${graph}`],
    ...mounts.flatMap(({ name, codec }, index) => [
      ...['-map', `[${index}]`, '-ac', '2', '-ar', '48000'],
      ...OUTPUTS[codec],
      `icecast://source:${sourcePassword}@127.0.0.1:${icecastPort}/${name}`,
    ]),
  ];
}
