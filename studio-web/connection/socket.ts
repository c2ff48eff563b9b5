/** What the connection needs of a WebSocket, so that it can be tried without one. */

export type SocketEvents = {
  readonly onOpen: () => void;
  readonly onText: (text: string) => void;
  /** `code` as RFC 6455, section 7.4 has it; 1006 when the socket never opened or broke. Called once. */
  readonly onClose: (code: number) => void;
};

export type Socket = {
  send(text: string): void;
  /** Lets the socket go; `onClose` need not follow. */
  close(): void;
};

/** Begins to open a socket and answers at once. */
export type OpenSocket = (events: SocketEvents) => Socket;
