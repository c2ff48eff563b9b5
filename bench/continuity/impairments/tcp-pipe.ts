/** A process of its own inside a network namespace: takes TCP connections on one address and passes them on to another. Prints its port. */
import { connect, createServer } from 'node:net';

const [listenHost = '', targetHost = '', targetPort = ''] = process.argv.slice(2);

const server = createServer((near) => {
  const far = connect({ host: targetHost, port: Number(targetPort) });
  near.setNoDelay(true);
  far.setNoDelay(true);
  near.pipe(far);
  far.pipe(near);
  near.on('error', () => far.destroy());
  far.on('error', () => near.destroy());
});
server.listen(0, listenHost, () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.stdout.write(`${address.port}\n`);
});
// Whoever started it holds the other end of its input, and is gone when that ends.
process.stdin.on('end', () => process.exit(0));
process.stdin.resume();
