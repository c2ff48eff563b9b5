// Finds out whether a port can be listened on.

import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** Below the range from which systems take ports for outgoing connections. */
const BLOCK_RANGE = { first: 20_000, last: 32_000 };
const BLOCK_ATTEMPTS = 50;

/**
 * Tries to listen with TCP.
 * @param {number} port
 * @param {string} host
 * @returns {Promise<string | undefined>} The error code, or nothing when the port is free.
 */
export function tcpProblem(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(codeOf(error)));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/**
 * Tries to bind with UDP.
 * @param {number} port
 * @param {string} host An IP address.
 * @returns {Promise<string | undefined>} The error code, or nothing when the port is free.
 */
export function udpProblem(port, host) {
  return new Promise((resolve) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', (error) => {
      socket.close();
      resolve(codeOf(error));
    });
    socket.bind({ port, address: host, exclusive: true }, () => socket.close(() => resolve(undefined)));
  });
}

/** @param {Error} error */
function codeOf(error) {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

/**
 * The ports of a block that are in use.
 * @param {number} first
 * @param {number} count
 * @param {string} host An IP address.
 * @returns {Promise<number[]>}
 */
export async function busyPorts(first, count, host) {
  const busy = [];
  for (let port = first; port < first + count; port += 1) {
    const problem = (await tcpProblem(port, host)) ?? (await udpProblem(port, host));
    if (problem !== undefined) {
      busy.push(port);
    }
  }
  return busy;
}

/**
 * Finds neighbouring ports that are free for TCP and UDP.
 * @param {number} count
 * @param {string} host An IP address.
 * @returns {Promise<number>} The first of them.
 */
export async function findFreeBlock(count, host) {
  for (let attempt = 0; attempt < BLOCK_ATTEMPTS; attempt += 1) {
    const span = BLOCK_RANGE.last - BLOCK_RANGE.first - count;
    const first = BLOCK_RANGE.first + Math.floor(Math.random() * span);
    if ((await busyPorts(first, count, host)).length === 0) {
      return first;
    }
  }
  throw new Error(`No ${count} neighbouring free ports were found.`);
}
