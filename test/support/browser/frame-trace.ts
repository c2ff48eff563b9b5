/** What the frames of a page cost, as Chromium writes it down: the trace of its own performance panel. */
import type { CDPSession, Page } from 'playwright-core';
import * as z from 'zod/mini';

/** Tasks of every thread, and the steps of a frame. */
const CATEGORIES = ['toplevel', 'devtools.timeline'];
const BUFFER_KB = 200_000;

/** A complete event (ph "X") has its duration in `dur` and the time that its thread was really running in `tdur`, both in microseconds. */
const traceEvent = z.object({
  name: z.string(),
  ph: z.string(),
  pid: z.number(),
  tid: z.number(),
  tdur: z.optional(z.number()),
  args: z.optional(z.looseObject({ name: z.optional(z.unknown()) })),
});

type TraceEvent = z.output<typeof traceEvent>;

/** Whole tasks, whatever they are made of. */
const TASKS: ReadonlySet<string> = new Set(['ThreadControllerImpl::RunTask', 'ThreadPool_RunTask']);
/** Besides the page's own thread: the page's worker that draws meters, what puts the picture together, and what paints its tiles. */
const PICTURE_THREADS: ReadonlySet<string> = new Set([
  'DedicatedWorker thread',
  'Compositor',
  'ThreadPoolForegroundWorker',
  'CompositorTileWorker',
]);

/** Times on a processor are in percent of one core. */
export type FrameTrace = {
  /** How often the page or its worker drew, a second. */
  readonly framesPerSecond: number;
  /** The page's own thread: all of its scripts, styles, layout and paint. */
  readonly pagePercent: number;
  /** The threads of the same process that draw and make a picture of it. */
  readonly picturePercent: number;
  /** The process that shows the pictures of all windows. Without a graphics card it does on a processor what that would do. */
  readonly displayPercent: number;
};

/** Traces `page` for a while. */
export async function traceFrames(page: Page, milliseconds: number): Promise<FrameTrace> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    events.push(...value.flatMap((entry) => z.safeParse(traceEvent, entry).data ?? []));
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: CATEGORIES, traceBufferSizeInKb: BUFFER_KB },
  });
  await page.waitForTimeout(milliseconds);
  await stopTracing(session);
  await session.detach();
  return readTrace(events, milliseconds);
}

async function stopTracing(session: CDPSession): Promise<void> {
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
  await session.send('Tracing.end');
  await complete;
}

/** The page is where frames were drawn. */
function readTrace(events: readonly TraceEvent[], milliseconds: number): FrameTrace {
  const names = new Map<string, string>();
  const frames = events.filter(({ name }) => name === 'FireAnimationFrame');
  const pagePid = frames[0]?.pid;
  for (const { name, pid, tid, args } of events) {
    if (name === 'thread_name') names.set(`${pid}:${tid}`, String(args?.name));
  }
  const percent = (isMeant: (pid: number, thread: string) => boolean): number => {
    const meant = events.filter(
      ({ name, pid, tid }) => TASKS.has(name) && isMeant(pid, names.get(`${pid}:${tid}`) ?? ''),
    );
    return meant.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / (10 * milliseconds);
  };
  return {
    framesPerSecond: (1000 * frames.length) / milliseconds,
    pagePercent: percent((pid, thread) => pid === pagePid && thread === 'CrRendererMain'),
    picturePercent: percent((pid, thread) => pid === pagePid && PICTURE_THREADS.has(thread)),
    displayPercent: percent((_, thread) => thread === 'VizCompositorThread' || thread === 'CrGpuMain'),
  };
}
