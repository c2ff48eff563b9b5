/** The smallest STUN client (RFC 8489): asks a server for a Binding and reads the address it saw. Used to tell whether a TURN server is alive. */
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';

const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const XOR_MAPPED_ADDRESS = 0x0020;
const MAGIC_COOKIE = 0x2112a442;
const HEADER_BYTES = 20;
const ATTRIBUTE_HEADER_BYTES = 4;
const TRANSACTION_ID_BYTES = 12;
const FAMILY_IPV4 = 0x01;
const FAMILY_IPV6 = 0x02;
/** UDP may lose the question; on a local network 250 ms is long (RFC 8489 section 6.2.1 asks for 500 ms on the internet). */
const ASK_AGAIN_MS = 250;

export type MappedAddress = { readonly address: string; readonly port: number };

/** A Binding request without attributes (sections 5 and 6). `transactionId` has 12 bytes. */
export function encodeBindingRequest(transactionId: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES - TRANSACTION_ID_BYTES);
  header.writeUInt16BE(BINDING_REQUEST, 0);
  header.writeUInt32BE(MAGIC_COOKIE, 4);
  return Buffer.concat([header, transactionId]);
}

/** The mapped address in the success response to our request, or null for anything else: another message, a foreign one, a broken one. */
export function decodeBindingResponse(message: Buffer, transactionId: Buffer): MappedAddress | null {
  if (message.length < HEADER_BYTES || message.readUInt16BE(0) !== BINDING_SUCCESS) return null;
  if (message.readUInt16BE(2) !== message.length - HEADER_BYTES || message.readUInt32BE(4) !== MAGIC_COOKIE)
    return null;
  if (!message.subarray(8, HEADER_BYTES).equals(transactionId)) return null;
  let at = HEADER_BYTES;
  while (at + ATTRIBUTE_HEADER_BYTES <= message.length) {
    const type = message.readUInt16BE(at);
    const length = message.readUInt16BE(at + 2);
    const value = message.subarray(at + ATTRIBUTE_HEADER_BYTES, at + ATTRIBUTE_HEADER_BYTES + length);
    if (value.length < length) return null;
    if (type === XOR_MAPPED_ADDRESS) return decodeXorAddress(value, message.subarray(4, HEADER_BYTES));
    at += ATTRIBUTE_HEADER_BYTES + Math.ceil(length / 4) * 4;
  }
  return null;
}

/** Section 14.2: the port is masked with the upper half of the cookie, the address with cookie and transaction id. */
function decodeXorAddress(value: Buffer, mask: Buffer): MappedAddress | null {
  const family = value.length < 4 ? 0 : value.readUInt8(1);
  const size = family === FAMILY_IPV4 ? 4 : family === FAMILY_IPV6 ? 16 : 0;
  if (size === 0 || value.length !== 4 + size) return null;
  const port = value.readUInt16BE(2) ^ mask.readUInt16BE(0);
  const bytes = Buffer.from(value.subarray(4).map((byte, index) => byte ^ mask.readUInt8(index)));
  if (family === FAMILY_IPV4) return { address: bytes.join('.'), port };
  const groups = Array.from({ length: 8 }, (_unused, index) => bytes.readUInt16BE(2 * index).toString(16));
  return { address: groups.join(':'), port };
}

export type StunServer = { readonly host: string; readonly port: number };

/** Asks until an answer comes. Rejects when nobody listens there, or when `signal` aborts. */
export function stunBinding({ host, port }: StunServer, signal: AbortSignal): Promise<MappedAddress> {
  const transactionId = randomBytes(TRANSACTION_ID_BYTES);
  const request = encodeBindingRequest(transactionId);
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  const { promise, resolve, reject } = Promise.withResolvers<MappedAddress>();
  const giveUp = () => reject(new Error('No answer to the STUN Binding request.'));
  let timer: NodeJS.Timeout | undefined;

  socket.on('error', reject);
  socket.on('message', (message) => {
    const mapped = decodeBindingResponse(message, transactionId);
    if (mapped !== null) resolve(mapped);
  });
  socket.connect(port, host, () => {
    const ask = () => socket.send(request, (error) => (error === null ? undefined : reject(error)));
    timer = setInterval(ask, ASK_AGAIN_MS);
    ask();
  });
  if (signal.aborted) giveUp();
  else signal.addEventListener('abort', giveUp, { once: true });
  return promise.finally(() => {
    clearInterval(timer);
    signal.removeEventListener('abort', giveUp);
    socket.close();
  });
}
