/** Starts fake live paths for a program and keeps all of them. */
import type { LivePathFactory } from '../../../server/program/live-path-port.ts';
import { FakeLivePath } from './fake-live-path.ts';
import { Gate } from './gate.ts';

const FIRST_PORT = 50_000;

export class FakeLivePaths {
  readonly started: FakeLivePath[] = [];
  /** Shut, it keeps the next start waiting. */
  readonly gate = new Gate();
  /** So many starts fail before one succeeds. */
  failures = 0;

  readonly start: LivePathFactory = async () => {
    await this.gate.pass();
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('The test lets this start fail.');
    }
    const livePath = new FakeLivePath(FIRST_PORT + this.started.length);
    this.started.push(livePath);
    return livePath;
  };

  /** The newest one. */
  get current(): FakeLivePath {
    const newest = this.started.at(-1);
    if (newest === undefined) throw new Error('No live path was started.');
    return newest;
  }
}
