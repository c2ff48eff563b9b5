import { describe, expect, it } from 'vitest';
import { Metrics, type Readings } from '../../../server/metrics.ts';
import type { LivePathHealth } from '../../../server/program/live-path-port.ts';

const health = (ticks: number, strips: LivePathHealth['strips'] = {}): LivePathHealth => ({
  ticks,
  ticksLate: 0,
  ticksSkipped: 0,
  encoderStarts: 1,
  pcmDroppedMs: 1500,
  deadAirMs: 12_000,
  bedMs: 2000,
  deadAirs: 3,
  beds: 2,
  strips,
});

const strip = (concealedFrames: number, driftPpm: number) => ({
  packets: 0,
  concealedFrames,
  lateFrames: 0,
  depthMs: 0,
  targetMs: 0,
  driftPpm,
});

const readings = (livePaths: Readings['livePaths']): Readings => ({
  sessions: 3,
  rooms: 1,
  participants: 2,
  onAir: 1,
  listeners: { icecast: 7, relay: 5 },
  livePaths,
  mounts: [
    {
      name: 'main.mp3',
      heard: true,
      measure: { lagMs: 3200, arrivalLagMs: 400, loudnessDb: -21 },
    },
    { name: 'main.opus', heard: false, measure: null },
  ],
});

function metricsReading(source: { livePaths: Readings['livePaths'] }): Metrics {
  const metrics = new Metrics({ version: '1.2.3', withProcess: false });
  metrics.readFrom(() => readings(source.livePaths));
  return metrics;
}

describe('a scrape', () => {
  it('shows what is there now', async () => {
    const text = await metricsReading({ livePaths: {} }).scrape();
    for (const line of [
      'studio_build_info{version="1.2.3"} 1',
      'studio_sessions 3',
      'studio_rooms 1',
      'studio_participants 2',
      'studio_on_air 1',
      'studio_listeners{via="icecast"} 7',
      'studio_listeners{via="relay"} 5',
      'studio_mount_heard{mount="main.mp3"} 1',
      'studio_mount_heard{mount="main.opus"} 0',
      'studio_mount_lag_seconds{mount="main.mp3"} 3.2',
      'studio_mount_arrival_lag_seconds{mount="main.mp3"} 0.4',
      'studio_mount_loudness_dbfs{mount="main.mp3"} -21',
    ]) {
      expect(text).toContain(line);
    }
  });

  it('counts ticks on when a live path is started anew', async () => {
    const source = { livePaths: { main: health(100) } };
    const metrics = metricsReading(source);
    expect(await metrics.scrape()).toContain('studio_mixer_ticks_total 100');
    source.livePaths = { main: health(150) };
    expect(await metrics.scrape()).toContain('studio_mixer_ticks_total 150');
    source.livePaths = { main: health(20) };
    expect(await metrics.scrape()).toContain('studio_mixer_ticks_total 170');
  });

  it('never loses what was counted when a room closes', async () => {
    const source: { livePaths: Readings['livePaths'] } = {
      livePaths: { main: health(100), other: health(50) },
    };
    const metrics = metricsReading(source);
    await metrics.scrape();
    source.livePaths = { main: health(110) };
    expect(await metrics.scrape()).toContain('studio_mixer_ticks_total 160');
  });

  it('adds up strips, also when one goes, and shows the largest drift', async () => {
    const source = { livePaths: { main: health(1, { a: strip(5, -120), b: strip(7, 40) }) } };
    const metrics = metricsReading(source);
    const text = await metrics.scrape();
    expect(text).toContain('studio_concealed_frames_total 12');
    expect(text).toContain('studio_strip_drift_ppm_max 120');
    source.livePaths = { main: health(2, { b: strip(8, 40) }) };
    expect(await metrics.scrape()).toContain('studio_concealed_frames_total 13');
  });

  it('uses seconds', async () => {
    const metrics = metricsReading({ livePaths: { main: health(1) } });
    metrics.commandDone({ command: 'room.enter', outcome: 'ok', seconds: 0.003 });
    const text = await metrics.scrape();
    expect(text).toContain('studio_pcm_dropped_seconds_total 1.5');
    expect(text).toContain('studio_dead_air_seconds_total 12');
    expect(text).toContain('studio_bed_seconds_total 2');
    expect(text).toContain('studio_command_duration_seconds_bucket{le="0.005",command="room.enter"} 1');
  });

  it('has the figures of the process by default', async () => {
    expect(await new Metrics({ version: '1' }).scrape()).toContain('nodejs_eventloop_lag_seconds');
  });
});
