/** A session without a socket: keeps what its participant says to the browser. */
import type { ErrorCode } from '#protocol/error-codes.ts';
import type { LobbySeat } from '../../../server/room/lobby.ts';
import type { Seat } from '../../../server/room/seat.ts';

export class FakeSeat implements Seat, LobbySeat {
  /** The goodbyes that were said; a real session ends with the first. */
  readonly byes: { readonly code: ErrorCode; readonly retry: boolean }[] = [];
  readonly notices: ErrorCode[] = [];

  /** What the lobby said, oldest first. */
  readonly news: Parameters<LobbySeat['lobby']>[0][] = [];

  lobby(news: Parameters<LobbySeat['lobby']>[0]): void {
    this.news.push(news);
  }

  bye(code: ErrorCode, retry: boolean): void {
    this.byes.push({ code, retry });
  }

  notice(code: ErrorCode): void {
    this.notices.push(code);
  }
}
