// The health check of the demo: its show is on air, which it says only when a listener of its own hears it.

const answer = await fetch(`${process.env.STUDIO_URL}/metrics`, { signal: AbortSignal.timeout(4000) }).catch(
  () => undefined,
);
const onAir = answer?.ok ? Number(/^studio_on_air (\d+)/m.exec(await answer.text())?.[1] ?? 0) : 0;
process.stdout.write(`${onAir} on air\n`);
process.exitCode = onAir > 0 ? 0 : 1;
