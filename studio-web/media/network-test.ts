/** Tries whether live audio gets through: builds two throw-away connections, one direct and one through the relay, and looks at them. */
import { Device, type types } from 'mediasoup-client';
import type { NetworkTest } from '../connection/http-api.ts';
import { chosenRoute } from './network-route.ts';
import type { NetworkTrial, Route } from './network-verdict.ts';
import { toRtpCapabilities, toTransportOptions } from './parameters.ts';

const CONNECT_PATIENCE_MS = 6_000;
/** A round trip is known once ICE has asked a few times. */
const SETTLE_MS = 700;

/** `connect` hands DTLS parameters to the server. Rejects when this browser has no WebRTC, or the server does not answer. */
export async function tryNetwork(
  test: NetworkTest,
  connect: (transportId: string, dtlsParameters: types.DtlsParameters) => Promise<void>,
): Promise<NetworkTrial> {
  const device = new Device();
  await device.load({ routerRtpCapabilities: toRtpCapabilities(test.routerRtpCapabilities) });
  const [direct, relay] = await Promise.all([
    route(device.createSendTransport(toTransportOptions(test.direct, [])), connect),
    route(
      device.createSendTransport({
        ...toTransportOptions(test.relay, test.iceServers),
        iceTransportPolicy: 'relay',
      }),
      connect,
    ),
  ]);
  return { direct, relay };
}

/** The way a transport found, or null when it found none in time. */
async function route(
  transport: types.Transport,
  connect: (transportId: string, dtlsParameters: types.DtlsParameters) => Promise<void>,
): Promise<Route | null> {
  const context = new AudioContext();
  const [silence] = new MediaStreamAudioDestinationNode(context).stream.getAudioTracks();
  try {
    transport.on('connect', ({ dtlsParameters }, done, failed) => {
      connect(transport.id, dtlsParameters).then(done, failed);
    });
    // Nothing of it reaches anybody: the server knows no producer of this name.
    transport.on('produce', (_options, done) => done({ id: transport.id }));
    const connected = untilConnected(transport);
    const producing = silence === undefined ? Promise.resolve() : transport.produce({ track: silence });
    // What goes wrong shows in the state of the connection.
    producing.catch(() => {});
    if (!(await connected)) return null;
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    return chosenRoute(await transport.getStats());
  } finally {
    transport.close();
    await context.close();
  }
}

function untilConnected(transport: types.Transport): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), CONNECT_PATIENCE_MS);
    transport.on('connectionstatechange', (state) => {
      if (state === 'connecting' || state === 'new') return;
      clearTimeout(timer);
      resolve(state === 'connected');
    });
  });
}
