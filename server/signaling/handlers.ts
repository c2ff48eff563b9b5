/** One handler per command of somebody in a room. A new row of the command table without a handler does not compile. */
import type { CommandInput, CommandName, CommandOutput } from '#protocol/commands.ts';
import type { Door } from './door.ts';
import type { Occupant } from './enter-room.ts';

/** Commands of sessions that have entered; `room.enter` comes before. */
export type RoomCommandName = Exclude<CommandName, 'room.enter'>;

export type HandlerContext = Occupant & {
  readonly door: Door;
  /** Sends the whole state again. */
  readonly resync: () => void;
  /** The participant leaves for good and the session ends after the reply. */
  readonly leave: () => void;
};

type Handler<Name extends CommandName> = (
  context: HandlerContext,
  input: CommandInput<Name>,
) => CommandOutput<Name> | Promise<CommandOutput<Name>>;

export type HandlerTable = { readonly [Name in RoomCommandName]: Handler<Name> };

/** Runs `act` for its effect; commands without an output answer null. */
const done =
  <Name extends CommandName>(act: (context: HandlerContext, input: CommandInput<Name>) => unknown) =>
  async (context: HandlerContext, input: CommandInput<Name>): Promise<null> => {
    await act(context, input);
    return null;
  };

export const HANDLERS: HandlerTable = {
  'room.leave': done(({ leave }) => leave()),
  'room.resync': done(({ resync }) => resync()),
  'room.stats': ({ room }) => room.stats(),
  'participant.rename': done<'participant.rename'>(({ participant }, { name }) => participant.rename(name)),
  'participant.remove': done<'participant.remove'>(({ room }, { participantId }) =>
    room.removeParticipant(participantId),
  ),
  'connection.report': done<'connection.report'>(({ participant }, report) =>
    participant.reportConnection(report),
  ),
  'media.open': async ({ participant, door }) => ({
    ...(await participant.openMedia()),
    iceServers: door.iceServersFor(participant.id),
  }),
  'transport.connect': done<'transport.connect'>(({ participant }, { transportId, dtlsParameters }) =>
    participant.connectTransport(transportId, dtlsParameters),
  ),
  'transport.restartIce': async ({ participant, door }, { transportId }) => ({
    iceParameters: await participant.restartIce(transportId),
    iceServers: door.iceServersFor(participant.id),
  }),
  'producer.create': async ({ participant }, { transportId, rtpParameters, muted }) => ({
    producerId: await participant.produce({ transportId, rtpParameters, muted }),
  }),
  'producer.setMuted': done<'producer.setMuted'>(({ participant }, { producerId, muted }) =>
    participant.setProducerMuted(producerId, muted),
  ),
  'producer.close': done<'producer.close'>(({ participant }, { producerId }) =>
    participant.closeProducer(producerId),
  ),
  'consumer.create': ({ participant }, request) => participant.consume(request),
  'consumer.resume': done<'consumer.resume'>(({ participant }, { consumerId }) =>
    participant.resumeConsumer(consumerId),
  ),
  'consumer.close': done<'consumer.close'>(({ participant }, { consumerId }) =>
    participant.closeConsumer(consumerId),
  ),
  'strip.setOn': done<'strip.setOn'>(({ room }, { stripId, on }) => room.setStripOn(stripId, on)),
  'strip.setMuted': done<'strip.setMuted'>(({ room }, { stripId, muted }) =>
    room.setStripMuted(stripId, muted),
  ),
  'strip.setFader': done<'strip.setFader'>(({ room }, { stripId, faderDb }) =>
    room.setStripFader(stripId, faderDb),
  ),
  'strip.setPan': done<'strip.setPan'>(({ room }, { stripId, pan }) => room.setStripPan(stripId, pan)),
  'program.start': done(({ room, participant }) => room.startProgram(participant.id)),
  'program.stop': done(({ room }) => room.stopProgram()),
  'program.setTitle': done<'program.setTitle'>(({ room }, { title }) => room.setTitle(title)),
  'invite.create': ({ room, door }, { role }) => {
    const { token, expiresAtMs } = door.store.createInvite({ show: room.slug, role });
    return { url: new URL(`/join/${token}`, door.publicUrl).href, role, expiresAtMs };
  },
};
