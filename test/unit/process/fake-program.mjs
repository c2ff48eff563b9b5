// A program for supervision tests: serves HTTP on the given port and misbehaves when asked to.
import { createServer } from 'node:http';

const [port, ...words] = process.argv.slice(2);
let deaf = false;

if (words.includes('ignore-term')) process.on('SIGTERM', () => {});
if (words.includes('die-early')) {
  console.error('no such thing as my configuration');
  process.exit(3);
}
console.log(`my password is ${process.env.FAKE_PASSWORD}`);

createServer((request, response) => {
  if (deaf) return;
  if (request.url === '/deaf') deaf = true;
  response.end(JSON.stringify({ pid: process.pid, settings: Object.keys(process.env) }));
  if (request.url === '/exit') response.once('finish', () => process.exit(0));
}).listen(Number(port), '127.0.0.1');
