// The health check of the image: asks the server inside the same container whether shows can be accepted.

const answer = await fetch(`http://127.0.0.1:${process.env.PORT ?? 3000}/readyz`, {
  signal: AbortSignal.timeout(4000),
}).catch((error) => {
  process.stdout.write(`No answer: ${error instanceof Error ? error.message : error}\n`);
  return undefined;
});
if (answer !== undefined) {
  process.stdout.write(`${await answer.text()}\n`);
}
process.exitCode = answer?.ok ? 0 : 1;
