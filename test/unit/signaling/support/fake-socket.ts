/** A socket that does nothing but remember. */
import type { ServerMessage } from '#protocol/messages.ts';
import type { SessionSocket } from '../../../../server/signaling/line.ts';

export class FakeSocket implements SessionSocket {
  backlogBytes = 0;
  readonly sent: ServerMessage[] = [];
  pings = 0;
  closedWith: number | null = null;
  terminated = false;

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  ping(): void {
    this.pings += 1;
  }

  close(code: number): void {
    this.closedWith = code;
  }

  terminate(): void {
    this.terminated = true;
  }
}
