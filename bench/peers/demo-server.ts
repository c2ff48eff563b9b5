/**
 * A peer: the least that a server with mediasoup needs, in the order of messages of mediasoup-demo: capabilities, a transport each way, join,
 * then the server offers consumers one by one and resumes each when the browser has it. A process of its own; no limits, no checks, no state.
 */
import { createServer } from 'node:http';
import { createWorker, type types } from 'mediasoup';
import { type WebSocket, WebSocketServer } from 'ws';
import * as z from 'zod/mini';

const plan = z.object({ mediaPort: z.number() }).parse(JSON.parse(process.argv[2] ?? ''));

const worker = await createWorker({
  logLevel: 'error',
  ...(process.env.MEDIASOUP_WORKER_BIN === undefined ? {} : { workerBin: process.env.MEDIASOUP_WORKER_BIN }),
});
const listenInfo = { ip: '127.0.0.1', port: plan.mediaPort };
const webRtcServer = await worker.createWebRtcServer({
  listenInfos: [
    { protocol: 'udp', ...listenInfo },
    { protocol: 'tcp', ...listenInfo },
  ],
});
const router = await worker.createRouter({
  mediaCodecs: [{ kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 }],
});

const message = z.object({ id: z.optional(z.number()), method: z.optional(z.string()), data: z.any() });

type Person = {
  readonly socket: WebSocket;
  readonly transports: Map<string, types.WebRtcTransport>;
  readonly producers: Map<string, types.Producer>;
  readonly waiting: Map<number, () => void>;
  receive: types.WebRtcTransport | null;
  capabilities: types.RtpCapabilities | null;
};

const people = new Set<Person>();
let requests = 0;

async function answer(
  person: Person,
  method: string,
  data: z.infer<typeof message>['data'],
): Promise<unknown> {
  switch (method) {
    case 'getRouterRtpCapabilities':
      return router.rtpCapabilities;
    case 'createWebRtcTransport': {
      const transport = await router.createWebRtcTransport({ webRtcServer });
      person.transports.set(transport.id, transport);
      if (data.consuming === true) person.receive = transport;
      const { id, iceParameters, iceCandidates, dtlsParameters } = transport;
      return { id, iceParameters, iceCandidates, dtlsParameters };
    }
    case 'connectWebRtcTransport':
      await person.transports.get(data.transportId)?.connect({ dtlsParameters: data.dtlsParameters });
      return {};
    case 'join':
      person.capabilities = data.rtpCapabilities;
      people.add(person);
      for (const other of people)
        for (const producer of other.producers.values()) offer(person, producer, other);
      return {};
    case 'produce': {
      const { transportId, rtpParameters } = data;
      const producer = await person.transports.get(transportId)?.produce({ kind: 'audio', rtpParameters });
      if (producer === undefined) throw new Error('no such transport');
      person.producers.set(producer.id, producer);
      for (const other of people) offer(other, producer, person);
      return { id: producer.id };
    }
    default:
      throw new Error(`unknown method ${method}`);
  }
}

/** The server asks, the browser builds its consumer and answers, the server resumes. */
async function offer(person: Person, producer: types.Producer, owner: Person): Promise<void> {
  if (person === owner || person.receive === null || person.capabilities === null) return;
  const { id: producerId } = producer;
  const rtpCapabilities = person.capabilities;
  const consumer = await person.receive.consume({
    producerId,
    rtpCapabilities,
    enableRtx: true,
    paused: true,
  });
  const id = ++requests;
  const accepted = new Promise<void>((resolve) => {
    person.waiting.set(id, resolve);
  });
  const { id: consumerId, kind, rtpParameters } = consumer;
  send(person, { id, method: 'newConsumer', data: { id: consumerId, producerId, kind, rtpParameters } });
  await accepted;
  await consumer.resume();
}

function send(person: Person, body: object): void {
  person.socket.send(JSON.stringify(body));
}

const server = createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on('connection', (socket) => {
  const person: Person = {
    ...{ socket, transports: new Map(), producers: new Map(), waiting: new Map() },
    ...{ receive: null, capabilities: null },
  };
  socket.on('message', (text) => {
    const { id = 0, method, data } = message.parse(JSON.parse(String(text)));
    if (method === undefined) {
      person.waiting.get(id)?.();
      person.waiting.delete(id);
      return;
    }
    answer(person, method, data).then(
      (result) => send(person, { id, data: result }),
      (error: unknown) => send(person, { id, error: String(error) }),
    );
  });
  socket.on('close', () => {
    people.delete(person);
    for (const transport of person.transports.values()) transport.close();
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ kind: 'ready', port: address !== null && typeof address === 'object' ? address.port : 0 });
});
