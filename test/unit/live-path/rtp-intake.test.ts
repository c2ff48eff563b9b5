import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { RtpIntake } from '../../../server/live-path/rtp-intake.ts';

async function sender(): Promise<Socket> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  onTestFinished(() => {
    socket.close();
  });
  return socket;
}

test('packets of the accepted address come in, all others are counted and dropped', async () => {
  const packets: string[] = [];
  const intake = await RtpIntake.open({ onPacket: (packet) => packets.push(Buffer.from(packet).toString()) });
  onTestFinished(() => intake.close('test ends'));
  const [feed, stranger] = [await sender(), await sender()];
  const send = (socket: Socket, text: string) => socket.send(text, intake.address.port, intake.address.ip);

  send(feed, 'before anybody is accepted');
  await vi.waitFor(() => expect(intake.refused).toBe(1));
  intake.acceptFrom({ ip: '127.0.0.1', port: feed.address().port });
  send(stranger, 'injected');
  await vi.waitFor(() => expect(intake.refused).toBe(2));
  send(feed, 'heard');
  await vi.waitFor(() => expect(packets).toEqual(['heard']));
});
