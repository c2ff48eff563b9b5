/** A peer: Liquidsoap, with an ffmpeg input for each talker's RTP, `add`, and its own MP3 encoder and source client. With its defaults. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freePorts } from '../../test/support/free-ports.ts';
import { BenchProcess } from '../rig/bench-process.ts';
import type { MixRequest, MixSystem, RunningMix } from '../rig/mix-system.ts';
import { PeerMissing } from '../rig/peer-missing.ts';
import { versionOf } from '../rig/version-of.ts';
import { workFolder } from '../rig/work-folder.ts';
import { opusSdp } from './opus-sdp.ts';

const PORTS_PER_TALKER = 2;

/** Throws PeerMissing when it is not installed. */
export async function liquidsoap(): Promise<MixSystem> {
  const version = await versionOf('liquidsoap', ['--version'], /Liquidsoap (\d+[\d.]*)/);
  if (version === null)
    throw new PeerMissing('Liquidsoap is not installed (Debian: apt-get install liquidsoap).');
  return { name: `Liquidsoap ${version}`, start };
}

async function start(request: MixRequest): Promise<RunningMix> {
  const folder = await workFolder('liquidsoap');
  const firstPort = await freePorts(PORTS_PER_TALKER * request.ssrcs.length);
  const ports = request.ssrcs.map((_, index) => firstPort + PORTS_PER_TALKER * index);
  const inputs = ports.map((_, index) => path.join(folder.path, `${index}.sdp`));
  for (const [index, file] of inputs.entries())
    await writeFile(file, opusSdp(ports[index] ?? 0, request.payloadType));
  const script = path.join(folder.path, 'mix.liq');
  await writeFile(script, scriptOf(inputs, request));
  const child = await BenchProcess.start({ file: 'liquidsoap', args: [script], cwd: folder.path });
  try {
    // Its start takes seconds; packets that come meanwhile would stay between it and the listeners for ever.
    await child.says(/Streaming loop starts/);
  } catch (error) {
    await child.stop();
    await folder.remove();
    throw error;
  }
  return {
    pid: child.pid,
    targets: ports.map((port) => ({ ip: '127.0.0.1', port })),
    remark: () => (child.hasEnded ? `Liquidsoap ended: ${child.lastWords.slice(-200)}` : ''),
    async stop() {
      await child.stop();
      await folder.remove();
    },
  };
}

function scriptOf(inputs: readonly string[], { mounts, icecastPort, sourcePassword }: MixRequest): string {
  const mount = mounts.find(({ codec }) => codec === 'mp3');
  const sources = inputs.map(
    (file) =>
      `input.ffmpeg(format="sdp", string_args=[("protocol_whitelist", "file,udp,rtp")], ${JSON.stringify(file)})`,
  );
  return [
    'settings.init.allow_root.set(true)',
    'settings.log.stdout.set(true)',
    'settings.log.file.set(false)',
    'settings.frame.audio.samplerate.set(48000)',
    `mix = mksafe(add([${sources.join(', ')}]))`,
    `output.icecast(%mp3(bitrate=128, samplerate=48000), host="127.0.0.1", port=${icecastPort},`,
    `  password=${JSON.stringify(sourcePassword)}, mount=${JSON.stringify(mount?.name ?? '')}, mix)`,
    '',
  ].join('\n');
}
