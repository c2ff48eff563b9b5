import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import {
  decodeBindingResponse,
  encodeBindingRequest,
  stunBinding,
} from '../../../server/turn/stun-binding.ts';

const hex = (text: string) => Buffer.from(text.replace(/\s/g, ''), 'hex');

/** RFC 5769, sections 2.2 and 2.3. */
const TRANSACTION_ID = hex('b7e7a701 bc34d686 fa87dfae');
const IPV4_RESPONSE = hex(`0101003c 2112a442 b7e7a701 bc34d686 fa87dfae
  8022000b 74657374 20766563 746f7220 00200008 0001a147 e112a643
  00080014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7 80280004 c07d4c96`);
const IPV6_RESPONSE = hex(`01010048 2112a442 b7e7a701 bc34d686 fa87dfae
  8022000b 74657374 20766563 746f7220 00200014 0002a147 0113a9fa a5d3f179 bc25f4b5 bed2b9d9
  00080014 a382954e 4be67bf1 1784c97c 8292c275 bfe3ed41 80280004 c8fb0b4c`);

const never = () => new AbortController().signal;

async function udpServer(answer: (request: Buffer) => Buffer | null) {
  const socket = createSocket('udp4');
  let asked = 0;
  socket.on('message', (request, sender) => {
    asked += 1;
    const response = answer(request);
    if (response !== null) socket.send(response, sender.port, sender.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    server: { host: '127.0.0.1', port: socket.address().port },
    asked: () => asked,
    close: () => socket.close(),
  };
}

const answerTo = (request: Buffer) =>
  Buffer.concat([hex('0101000c 2112a442'), request.subarray(8, 20), hex('00200008 0001a147 e112a643')]);

describe('a STUN Binding', () => {
  it('is asked for with 20 bytes', () => {
    expect(encodeBindingRequest(TRANSACTION_ID)).toEqual(hex('00010000 2112a442 b7e7a701 bc34d686 fa87dfae'));
  });

  it('gives the address in the sample responses of RFC 5769', () => {
    expect(decodeBindingResponse(IPV4_RESPONSE, TRANSACTION_ID)).toEqual({
      address: '192.0.2.1',
      port: 32853,
    });
    expect(decodeBindingResponse(IPV6_RESPONSE, TRANSACTION_ID)).toEqual({
      address: '2001:db8:1234:5678:11:2233:4455:6677',
      port: 32853,
    });
  });

  it('does not take the answer to somebody else, an error, or a request', () => {
    expect(decodeBindingResponse(IPV4_RESPONSE, Buffer.alloc(12))).toBeNull();
    for (const type of [0x0001, 0x0011, 0x0111, 0x0103]) {
      const other = Buffer.from(IPV4_RESPONSE);
      other.writeUInt16BE(type, 0);
      expect(decodeBindingResponse(other, TRANSACTION_ID)).toBeNull();
    }
  });

  it('takes no broken message and never throws, wherever it is cut or changed', () => {
    for (let length = 0; length < IPV6_RESPONSE.length; length += 1) {
      expect(decodeBindingResponse(IPV6_RESPONSE.subarray(0, length), TRANSACTION_ID)).toBeNull();
      const consistent = Buffer.from(IPV6_RESPONSE.subarray(0, length));
      if (length >= 20) consistent.writeUInt16BE(length - 20, 2);
      decodeBindingResponse(consistent, TRANSACTION_ID);
    }
    for (let index = 0; index < IPV4_RESPONSE.length; index += 1) {
      for (const value of [0x00, 0x7f, 0xff]) {
        const changed = Buffer.from(IPV4_RESPONSE);
        changed.writeUInt8(value, index);
        decodeBindingResponse(changed, TRANSACTION_ID);
      }
    }
  });

  it('is asked for again when the first question is lost', async () => {
    let first = true;
    const udp = await udpServer((request) => {
      if (!first) return answerTo(request);
      first = false;
      return null;
    });
    expect((await stunBinding(udp.server, never())).port).toBe(0xa147 ^ 0x2112);
    expect(udp.asked()).toBe(2);
    udp.close();
  });

  it('is not had from a server that answers nonsense, and ends with its signal', async () => {
    const udp = await udpServer(() => Buffer.from('HTTP/1.1 200 OK'));
    const abort = new AbortController();
    const asked = stunBinding(udp.server, abort.signal);
    abort.abort();
    await expect(asked).rejects.toThrow('No answer');
    await expect(stunBinding(udp.server, abort.signal)).rejects.toThrow('No answer');
    udp.close();
  });

  it('is refused at once where nobody listens', async () => {
    const udp = await udpServer(() => null);
    udp.close();
    await expect(stunBinding(udp.server, never())).rejects.toThrow('ECONNREFUSED');
  });
});
