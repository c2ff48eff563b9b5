// The doctor's look at ports and addresses.

import { connect } from 'node:net';

import { isLocalHostname, isSecureOrigin } from './doctor-settings.mjs';
import { tcpProblem, udpProblem } from './ports.mjs';

const ANSWER_TIMEOUT_MS = 2_000;

/** @typedef {import('./doctor-report.mjs').Finding} Finding */
/** @typedef {import('./doctor-settings.mjs').DoctorSettings} DoctorSettings */

/**
 * @typedef {object} PortUse
 * @property {string} name The setting.
 * @property {number} port
 * @property {string} host The address it is taken on.
 * @property {boolean} udp Whether UDP is used besides TCP.
 */

/**
 * The ports a studio with these settings takes.
 * @param {DoctorSettings} settings
 * @returns {PortUse[]}
 */
export function portsInUse(settings) {
  const media = Array.from({ length: settings.workers }, (_, index) => ({
    name: 'MEDIASOUP_PORT',
    port: settings.mediaPort + index,
    host: settings.mediaIp,
    udp: true,
  }));
  const ports = [{ name: 'PORT', port: settings.port, host: settings.host, udp: false }, ...media];
  if (settings.icecastUrl === undefined) {
    ports.push({ name: 'ICECAST_PORT', port: settings.icecastPort, host: settings.host, udp: false });
  }
  if (settings.turnUrls === undefined) {
    ports.push({ name: 'TURN_PORT', port: settings.turnPort, host: settings.mediaIp, udp: true });
  }
  return ports;
}

/**
 * @param {DoctorSettings} settings
 * @returns {Promise<Finding[]>}
 */
export async function checkPorts(settings) {
  const running = await studioAnswers(settings);
  return Promise.all(
    portsInUse(settings).map(async ({ name, port, host, udp }) => {
      const problems = [await tcpProblem(port, host), udp ? await udpProblem(port, host) : undefined];
      const problem = problems.find((code) => code !== undefined);
      const what = `${port} (${udp ? 'TCP and UDP' : 'TCP'}, ${host})`;
      if (problem === undefined) {
        return { status: 'ok', name, detail: `${what} is free` };
      }
      if (problem === 'EADDRINUSE' && running) {
        return { status: 'ok', name, detail: `${what} is in use while OpenStudio runs` };
      }
      return { status: 'fail', name, ...portAdvice(problem, name, what) };
    }),
  );
}

/**
 * @param {string} code The error code of the attempt to listen.
 * @param {string} name
 * @param {string} what
 * @returns {{ detail: string, fix: string }}
 */
function portAdvice(code, name, what) {
  switch (code) {
    case 'EADDRINUSE':
      return {
        detail: `${what} is used by another program`,
        fix: `Stop that program (ss -tulpn shows it), or set ${name} to a free port.`,
      };
    case 'EACCES':
      return {
        detail: `${what} may not be used by this account`,
        fix: `Set ${name} to a port above 1023, with a reverse proxy in front if need be.`,
      };
    default:
      return {
        detail: `${what} cannot be used (${code})`,
        fix: 'Set HOST and MEDIASOUP_LISTEN_IP to addresses of this machine.',
      };
  }
}

/**
 * Whether a studio with these settings runs already.
 * @param {DoctorSettings} settings
 * @returns {Promise<boolean>}
 */
async function studioAnswers({ host, port }) {
  const address = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const authority = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  try {
    const response = await fetch(`http://${authority}/healthz`, {
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/**
 * Whether the configured Icecast can be reached.
 * @param {string} url
 * @returns {Promise<Finding>}
 */
export async function checkIcecastUrl(url) {
  const name = 'Icecast';
  if (!URL.canParse(url)) {
    return {
      status: 'fail',
      name,
      detail: 'ICECAST_URL is no URL',
      fix: 'Write it like http://icecast:8000.',
    };
  }
  const { hostname, port } = new URL(url);
  const reachable = await new Promise((resolve) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 80) });
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
  const where = `${hostname}:${port || 80}`;
  return reachable
    ? { status: 'ok', name, detail: `${where} answers (ICECAST_URL)` }
    : {
        status: 'fail',
        name,
        detail: `${where} does not answer (ICECAST_URL)`,
        fix: 'Start that Icecast, correct ICECAST_URL, or unset it to have one started here.',
      };
}

/**
 * Whether browsers will give pages of this studio a microphone, and reach its media ports.
 * @param {DoctorSettings} settings
 * @returns {Finding[]}
 */
export function checkAddresses({ publicUrl, mediaIp, announcedIp }) {
  const name = 'secure origin';
  if (!isSecureOrigin(publicUrl)) {
    return [
      {
        status: 'fail',
        name,
        detail: `PUBLIC_URL is ${publicUrl}, and browsers give a microphone only to https:// and localhost`,
        fix: 'Put a reverse proxy with a certificate in front and set PUBLIC_URL to its https:// address.',
      },
    ];
  }
  /** @type {Finding[]} */
  const findings = [{ status: 'ok', name, detail: `PUBLIC_URL is ${publicUrl}` }];
  if (!isLocalHostname(new URL(publicUrl).hostname) && isLocalHostname(mediaIp)) {
    findings.push({
      status: 'fail',
      name: 'media address',
      detail: `MEDIASOUP_LISTEN_IP is ${mediaIp}, which nobody outside this machine can reach`,
      fix: 'Set MEDIASOUP_LISTEN_IP to 0.0.0.0 and MEDIASOUP_ANNOUNCED_IP to the address guests can reach.',
    });
  } else if (mediaIp === '0.0.0.0' && announcedIp === undefined) {
    findings.push({
      status: 'fail',
      name: 'media address',
      detail: 'MEDIASOUP_LISTEN_IP is 0.0.0.0, which is no address a browser could send to',
      fix: 'Set MEDIASOUP_ANNOUNCED_IP to the address guests can reach.',
    });
  }
  return findings;
}
