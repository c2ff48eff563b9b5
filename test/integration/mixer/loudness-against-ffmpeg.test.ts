/** Our loudness meter and limiter beside those of ffmpeg, on the same sound. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { endlessWavHeader } from '../../../server/ffmpeg/pcm-format.ts';
import { Limiter } from '../../../server/mixer/limiter.ts';
import { LoudnessMeter, type LoudnessReading } from '../../../server/mixer/loudness-meter.ts';
import { speechLevels } from '../../support/synthetic/speech-levels.ts';
import { seededRandom } from '../../unit/mixer/random.ts';
import { ticksOf } from '../../unit/mixer/tick-source.ts';

const SECONDS = 40;
const TICK_FRAMES = 960;

/** Coloured noise that rises and falls as speech does and moves between the sides, with pauses; `gain` 1 peaks near full scale. */
function speechLikeNoise(gain: number): Float32Array {
  const random = seededRandom(11);
  const levels = speechLevels(SECONDS * 50, 5);
  const samples = new Float32Array(2 * SECONDS * 48_000);
  let [slow, fast] = [0, 0];
  for (let frame = 0; frame < samples.length / 2; frame += 1) {
    const noise = random() - 0.5;
    slow = 0.97 * slow + 0.1 * noise;
    fast = 0.3 * fast + noise;
    const level = gain * 10 ** ((levels[Math.floor(frame / TICK_FRAMES)] ?? -100) / 20);
    const pan = 0.5 + 0.4 * Math.sin((frame / 48_000) * 0.7);
    samples[2 * frame] = 4 * level * (slow + 0.2 * fast) * pan;
    samples[2 * frame + 1] = 4 * level * (slow - 0.2 * fast) * (1 - pan);
  }
  return samples;
}

function measured(samples: Float32Array): LoudnessReading {
  const meter = new LoudnessMeter();
  for (const tick of ticksOf(samples)) meter.add(tick);
  if (meter.reading === null) throw new Error('There is no reading.');
  return meter.reading;
}

function limited(samples: Float32Array): Float32Array {
  const limiter = new Limiter();
  const output = new Float32Array(samples.length);
  let at = 0;
  for (const tick of ticksOf(samples)) {
    output.set(limiter.limit(tick), at);
    at += tick.length;
  }
  return output;
}

/** What ffmpeg's filter says at the end, behind `before`. */
async function measuredByFfmpeg(samples: Float32Array, before = ''): Promise<LoudnessReading> {
  const filters = `${before}ebur128=peak=true:metadata=1,ametadata=mode=print:file=-`;
  const args = ['-hide_banner', '-nostats', '-loglevel', 'error', '-f', 'wav', '-ignore_length', '1'];
  const child = spawn('ffmpeg', [...args, '-i', 'pipe:0', '-af', filters, '-f', 'null', '/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('latin1').on('data', (text: string) => {
    said += text;
  });
  child.stdin.write(endlessWavHeader());
  child.stdin.end(new Uint8Array(samples.buffer));
  await once(child, 'close');
  const last = (key: string) =>
    Number(
      said
        .split('\n')
        .findLast((line) => line.startsWith(`lavfi.r128.${key}=`))
        ?.split('=')[1],
    );
  return {
    momentaryLufs: last('M'),
    shortTermLufs: last('S'),
    integratedLufs: last('I'),
    truePeakDb: 20 * Math.log10(last('true_peak')),
  };
}

function expectAlike(ours: LoudnessReading, theirs: LoudnessReading, lu: number): void {
  expect(Math.abs(ours.momentaryLufs - theirs.momentaryLufs)).toBeLessThan(lu);
  expect(Math.abs(ours.shortTermLufs - theirs.shortTermLufs)).toBeLessThan(lu);
  expect(Math.abs(ours.integratedLufs - theirs.integratedLufs)).toBeLessThan(lu);
  expect(Math.abs(ours.truePeakDb - theirs.truePeakDb)).toBeLessThan(0.3);
}

describe('beside ffmpeg', () => {
  test('the loudness meter reads the same, within 0.1 LU and 0.3 dBTP', async () => {
    const samples = speechLikeNoise(1);
    expectAlike(measured(samples), await measuredByFfmpeg(samples), 0.1);
  });

  test('the limiter leaves a program that is 10 dB too hot as loud as ffmpeg would, within 0.5 LU', async () => {
    const samples = speechLikeNoise(8);
    const filter = 'alimiter=level=false:limit=0.891251:attack=5:release=50,';
    const ours = measured(limited(samples));
    const theirs = await measuredByFfmpeg(samples, filter);
    expect(Math.abs(ours.integratedLufs - theirs.integratedLufs)).toBeLessThan(0.5);
  });
});
