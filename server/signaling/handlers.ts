/** One handler per command of somebody in a room. A new row of the command table without a handler does not compile. */
import type { CommandInput, CommandName, CommandOutput } from '#protocol/commands.ts';
import type { Role } from '#protocol/people.ts';
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

function newInvite({ room, door }: HandlerContext, role: Role): CommandOutput<'invite.create'> {
  const { token, expiresAtMs } = door.store.createInvite({ show: room.slug, role });
  return { url: new URL(`/join/${token}`, door.publicUrl).href, role, expiresAtMs };
}

export const HANDLERS: HandlerTable = {
  'room.leave': done(({ leave }) => leave()),
  'room.resync': done(({ resync }) => resync()),
  'room.end': done(({ room }) => room.end()),
  'room.stats': ({ room }) => room.stats(),
  'participant.rename': done<'participant.rename'>(({ participant }, { name }) => participant.rename(name)),
  'participant.remove': done<'participant.remove'>(({ room }, { participantId }) =>
    room.moderation.remove(participantId),
  ),
  'participant.setName': done<'participant.setName'>(({ room }, { participantId, name }) =>
    room.moderation.setName(participantId, name),
  ),
  'participant.setRole': done<'participant.setRole'>(({ room }, { participantId, role }) =>
    room.moderation.setRole(participantId, role),
  ),
  'participant.setMuted': done<'participant.setMuted'>(({ room }, { participantId, muted }) =>
    room.moderation.setMuted(participantId, muted),
  ),
  'participant.muteGuests': done<'participant.muteGuests'>(({ room }, { muted }) =>
    room.moderation.muteGuests(muted),
  ),
  'lobby.setRule': done<'lobby.setRule'>(({ room }, { rule }) => room.setLobby(rule)),
  'lobby.admit': done<'lobby.admit'>(({ room }, { waitingId }) => room.lobby.admit(waitingId)),
  'lobby.admitAll': done(({ room }) => room.lobby.admitAll()),
  'lobby.refuse': done<'lobby.refuse'>(({ room }, { waitingId }) => room.lobby.refuse(waitingId)),
  'talkback.start': done<'talkback.start'>(({ room, participant }, { to }) =>
    room.talkback.start(participant.id, to),
  ),
  'talkback.stop': done(({ room, participant }) => room.talkback.stop(participant.id)),
  'chat.send': done<'chat.send'>(({ room, participant }, { text }) =>
    room.sitting.chat.send(participant.id, text),
  ),
  'microphone.report': done<'microphone.report'>(({ participant }, { trouble }) =>
    participant.reportTrouble(trouble),
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
  'producer.create': async ({ participant }, { source, transportId, rtpParameters, muted, content }) => ({
    producerId: await (source === 'microphone'
      ? participant.produce({ transportId, rtpParameters, muted, content })
      : participant.show(source, { transportId, rtpParameters })),
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
  'consumer.pause': done<'consumer.pause'>(({ participant }, { consumerId }) =>
    participant.pauseConsumer(consumerId),
  ),
  'consumer.setLayer': done<'consumer.setLayer'>(({ participant }, { consumerId, layer }) =>
    participant.media.setConsumerLayer(consumerId, layer),
  ),
  'consumer.check': ({ participant }, { consumerId }) => ({
    heldBy: participant.media.pictureHeldBy(consumerId),
  }),
  'participant.stopPicture': done<'participant.stopPicture'>(({ room }, { participantId, source }) =>
    room.moderation.stopPicture(participantId, source),
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
  'strip.setTrim': done<'strip.setTrim'>(({ room }, { stripId, trimDb }) =>
    room.console.setTrim(stripId, trimDb),
  ),
  'strip.setProcessing': done<'strip.setProcessing'>(({ room }, { stripId, change }) =>
    room.console.setProcessing(stripId, change),
  ),
  'strip.hold': done<'strip.hold'>(({ room, participant }, { stripId, held }) =>
    room.console.hold(participant.id, stripId, held),
  ),
  'scene.save': ({ room }, { name, sceneId }) => ({ sceneId: room.console.saveScene(name, sceneId) }),
  'scene.rename': done<'scene.rename'>(({ room }, { sceneId, name }) =>
    room.console.renameScene(sceneId, name),
  ),
  'scene.recall': done<'scene.recall'>(({ room }, { sceneId, crossfadeMs }) =>
    room.console.recallScene(sceneId, crossfadeMs),
  ),
  'scene.delete': done<'scene.delete'>(({ room }, { sceneId }) => room.console.deleteScene(sceneId)),
  'pad.upload': ({ room }, { place, name, bytes }) => room.soundboard.upload(place, name, bytes),
  'pad.set': done<'pad.set'>(({ room }, { padId, change }) => room.soundboard.set(padId, change)),
  'pad.delete': done<'pad.delete'>(({ room }, { padId }) => room.soundboard.delete(padId)),
  'pad.play': done<'pad.play'>(({ room }, { padId }) => room.soundboard.play(padId)),
  'pad.stop': done<'pad.stop'>(({ room }, { padId }) => room.soundboard.stop(padId)),
  'pad.stopAll': done(({ room }) => room.soundboard.stopAll()),
  'program.setPanic': done<'program.setPanic'>(({ room }, { on }) => room.console.setPanic(on)),
  'program.setTarget': done<'program.setTarget'>(({ room }, { targetLufs }) =>
    room.console.setTarget(targetLufs),
  ),
  'program.start': done(({ room, participant }) => room.startProgram(participant.id)),
  'program.check': async ({ room }) => {
    const { problem, takenMounts } = await room.program.check();
    return { problem, takenMounts: [...takenMounts] };
  },
  'program.stop': done(({ room }) => room.stopProgram()),
  'program.setTitle': done<'program.setTitle'>(({ room }, { title }) => room.setTitle(title)),
  'invite.create': (context, { role }) => newInvite(context, role),
  'invite.reset': (context, { role }) => {
    context.door.store.revokeInvites({ show: context.room.slug, role });
    return newInvite(context, role);
  },
};
