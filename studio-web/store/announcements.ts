/** Which events are spoken to a screen reader when the state changes. Pure. */
import { runsConsole } from '#protocol/people.ts';
import type { Phase, RoomState } from '#protocol/state.ts';
import { TEXTS } from '../texts/texts.ts';
import { isHeard, stripOf } from './person-status.ts';
import { talksTo } from './talks-to.ts';

/** `urgent` interrupts: it is kept for the loss of air. */
export type Announcement = { readonly text: string; readonly urgent: boolean };

/** Said when the program comes into this phase. */
function phaseNews(phase: Phase): Announcement {
  return { text: TEXTS.announce[phase], urgent: phase === 'recovering' || phase === 'failed' };
}

/** What is worth saying between two states, to the participant `ownId`. Levels and faders never are. */
export function announcements(before: RoomState, after: RoomState, ownId: string): Announcement[] {
  return [
    ...(before.program.phase === after.program.phase ? [] : [phaseNews(after.program.phase)]),
    ...deadAirNews(before, after, ownId),
    ...bedNews(before, after),
    ...peopleNews(before, after, ownId),
    ...troubleNews(before, after, ownId),
    ...ownNews(before, after, ownId),
    ...roomNews(before, after, ownId),
  ];
}

/** That dead air begins is said by the alarm itself. Guests hear nothing of it. */
function deadAirNews(before: RoomState, after: RoomState, ownId: string): Announcement[] {
  const isOver = before.program.deadAir !== null && after.program.deadAir === null;
  if (!isOver || after.program.phase !== 'live' || !runsConsole(after.participants[ownId]?.role ?? 'guest'))
    return [];
  return [{ text: TEXTS.announce.heardAgain, urgent: false }];
}

/** That the bed plays because nobody is at the console: everybody who is left should know. */
function bedNews(before: RoomState, after: RoomState): Announcement[] {
  if (before.program.bedWanted !== null || after.program.bedWanted === null) return [];
  return [{ text: TEXTS.people.noHost, urgent: true }];
}

function peopleNews(before: RoomState, after: RoomState, ownId: string): Announcement[] {
  if (before.participants === after.participants) return [];
  const came = Object.values(after.participants).filter((person) => !before.participants[person.id]);
  const went = Object.values(before.participants).filter((person) => !after.participants[person.id]);
  return [
    ...came.map((person) => ({ text: TEXTS.announce.joined(person.name), urgent: false, id: person.id })),
    ...went.map((person) => ({ text: TEXTS.announce.left(person.name), urgent: false, id: person.id })),
  ]
    .filter((news) => news.id !== ownId)
    .map(({ text, urgent }) => ({ text, urgent }));
}

/** Somebody's microphone gives nothing, or gives something again: for those at the console. */
function troubleNews(before: RoomState, after: RoomState, ownId: string): Announcement[] {
  if (before.participants === after.participants) return [];
  if (!runsConsole(after.participants[ownId]?.role ?? 'guest')) return [];
  return Object.values(after.participants).flatMap(({ id, name, trouble }) => {
    const was = before.participants[id]?.trouble ?? null;
    if (id === ownId || was === trouble) return [];
    const { sentence, over } = TEXTS.people.trouble;
    return [{ text: trouble === null ? over(name) : sentence[trouble](name), urgent: false }];
  });
}

function ownNews(before: RoomState, after: RoomState, ownId: string): Announcement[] {
  const was = stripOf(before, ownId);
  const is = stripOf(after, ownId);
  if (was === undefined || is === undefined) return [];
  const news: Announcement[] = [];
  const wasHeard = isHeard(was, before.program);
  const heard = isHeard(is, after.program);
  if (wasHeard !== heard) {
    news.push({ text: heard ? TEXTS.announce.youOn : TEXTS.announce.youOff, urgent: false });
  }
  if (was.muted !== is.muted) {
    const text = is.muted ? TEXTS.announce.youMutedByHost : TEXTS.announce.youUnmutedByHost;
    news.push({ text, urgent: false });
  }
  return news;
}

/** Who waits (for those at the console), who talks back, what was written. */
function roomNews(before: RoomState, after: RoomState, ownId: string): Announcement[] {
  const isAtConsole = runsConsole(after.participants[ownId]?.role ?? 'guest');
  const waiting = Object.values(after.waiting).filter(({ id }) => before.waiting[id] === undefined);
  const talkers = Object.values(after.participants).filter(
    ({ id }) => talksTo(after, id, ownId) && !talksTo(before, id, ownId),
  );
  const messages = Object.values(after.chat).filter(
    ({ number, participantId }) => before.chat[number] === undefined && participantId !== ownId,
  );
  const { announce } = TEXTS.people;
  return [
    ...(isAtConsole ? waiting.map(({ name }) => announce.waits(name)) : []),
    ...talkers.map(({ name }) => announce.talksToYou(name)),
    ...messages.map(({ name, text }) => announce.wrote(name, text)),
  ].map((text) => ({ text, urgent: false }));
}
