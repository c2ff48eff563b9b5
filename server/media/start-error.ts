/** Says in words for the person who starts the server why no media worker came up. Pure. */
import { StudioError } from '../errors.ts';

export type StartAttempt = {
  readonly listenIp: string;
  readonly port: number;
  readonly workerBin: string | null;
};

/** A `media_unavailable` error whose message names the setting to change; `cause` is what mediasoup threw. */
export function startError(cause: unknown, attempt: StartAttempt): StudioError {
  const text = cause instanceof Error ? cause.message : String(cause);
  return new StudioError('media_unavailable', sentence(text, attempt), { cause });
}

function sentence(text: string, { listenIp, port, workerBin }: StartAttempt): string {
  if (/address already in use/i.test(text)) {
    return `Port ${port} (UDP and TCP) on ${listenIp} is taken. Stop what uses it, or set MEDIASOUP_PORT to another port.`;
  }
  if (/address not available|cannot assign|invalid ip/i.test(text)) {
    return `This machine has no address ${listenIp}. Set MEDIASOUP_LISTEN_IP to one of its own, or to 0.0.0.0.`;
  }
  if (/permission denied/i.test(text)) {
    return `Port ${port} may not be opened by this account. Set MEDIASOUP_PORT to a port of 1024 or more.`;
  }
  if (/ENOENT|EACCES/.test(text)) {
    return `The media worker ${workerBin ?? 'that mediasoup installs'} cannot be run. Set MEDIASOUP_WORKER_BIN to a worker, or run npm run doctor.`;
  }
  return `The media worker on port ${port} did not start: ${text}`;
}
