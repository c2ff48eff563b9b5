/** The one plain RTP way from a room's router to the mixer; all taps share it and are told apart by SSRC. */
import type { types } from 'mediasoup';
import { StudioError } from '../errors.ts';
import { Closable } from '../lifecycle.ts';
import type { RtpAddress } from '../room/media-port.ts';
import { mediaError } from './media-error.ts';
import { ReturnProducer, returnParameters } from './return-producer.ts';
import { MIXER_RTP_CAPABILITIES } from './router-codecs.ts';
import { Tap } from './tap.ts';

const LOOPBACK = '127.0.0.1';
/**
 * Below the ports that Linux gives out by itself (32768 and up), and so away from the workers' (40000 and up) and coturn's relay
 * (49152 and up): a worker that is started again must find its own port free.
 */
const FEED_PORTS = { min: 31_100, max: 32_700 };

export class RtpFeed extends Closable {
  #transport: types.PlainTransport | null = null;
  #return: ReturnProducer | null = null;

  /** How many mediasoup objects this feed has. */
  get counts(): { readonly transports: number; readonly producers: number; readonly consumers: number } {
    const transports = this.#transport === null || this.#transport.closed ? 0 : 1;
    const producers = this.#return === null || this.#return.closed ? 0 : 1;
    return { transports, producers, consumers: this.ownedCount - transports - producers };
  }

  /**
   * Builds the transport that sends to `mixer`; answers with the address it sends from. It takes nothing from anywhere but `mixer`:
   * with comedia it would believe the first packet that arrives, from whomever it is. A feed that cannot be opened closes itself.
   */
  async open(router: types.Router, mixer: RtpAddress): Promise<RtpAddress> {
    try {
      const creating = router.createPlainTransport({
        listenInfo: { protocol: 'udp', ip: LOOPBACK, portRange: FEED_PORTS },
        rtcpMux: true,
        comedia: false,
        enableSctp: false,
      });
      const transport = this.own(await this.guard(creating, (late) => late.close()));
      this.#transport = transport;
      await this.guard(transport.connect({ ip: mixer.ip, port: mixer.port }), () => {});
      return { ip: transport.tuple.localIp, port: transport.tuple.localPort };
    } catch (error) {
      const failure = mediaError(error, this, 'media_unavailable');
      this.close('feed failed');
      throw failure;
    }
  }

  /** What the mixer sends back, as a producer; one at a time, so a second call closes the earlier. Throws `internal` before `open`. */
  async openReturn(): Promise<ReturnProducer> {
    if (this.#transport === null) throw new StudioError('internal', 'The feed is not open.');
    this.#return?.close('opened anew');
    const { ssrc, rtpParameters } = returnParameters();
    try {
      // Heard as a voice is.
      const appData = { source: 'microphone' as const };
      const producing = this.#transport.produce({ kind: 'audio', rtpParameters, appData });
      this.#return = this.own(new ReturnProducer(await this.guard(producing, (late) => late.close()), ssrc));
      return this.#return;
    } catch (error) {
      throw mediaError(error, this, 'internal');
    }
  }

  /**
   * Sends `producer` into the feed. The consumer runs at once, because the mixer listens already. Throws `internal` before `open`.
   */
  async tap(producer: types.Producer): Promise<Tap> {
    if (this.#transport === null)
      throw new StudioError('internal', 'A producer was tapped before the feed was open.');
    const consuming = this.#transport.consume({
      producerId: producer.id,
      rtpCapabilities: MIXER_RTP_CAPABILITIES,
      ignoreDtx: true,
      paused: false,
    });
    try {
      return this.own(new Tap(await this.guard(consuming, (late) => late.close())));
    } catch (error) {
      throw mediaError(error, this, producer.closed ? 'producer_not_found' : 'internal');
    }
  }
}
