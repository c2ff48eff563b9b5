/** Which events are spoken to a screen reader when the state changes. Pure. */
import type { Phase, RoomState } from '#protocol/state.ts';
import { TEXTS } from '../texts/texts.ts';
import { isHeard, stripOf } from './person-status.ts';

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
    ...peopleNews(before, after, ownId),
    ...ownNews(before, after, ownId),
  ];
}

/** That dead air begins is said by the alarm itself. Guests hear nothing of it. */
function deadAirNews(before: RoomState, after: RoomState, ownId: string): Announcement[] {
  const isOver = before.program.deadAir !== null && after.program.deadAir === null;
  if (!isOver || after.program.phase !== 'live' || after.participants[ownId]?.role !== 'host') return [];
  return [{ text: TEXTS.announce.heardAgain, urgent: false }];
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
