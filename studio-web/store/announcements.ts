/** Which events are spoken to a screen reader when the state changes. Pure. */
import type { Phase, RoomState } from '#protocol/state.ts';
import { TEXTS } from '../texts/texts.ts';
import { isHeard, stripOf } from './person-status.ts';

/** `urgent` interrupts: it is kept for the loss of air. */
export type Announcement = { readonly text: string; readonly urgent: boolean };

const PHASES: Record<Phase, Announcement> = {
  off: { text: TEXTS.announce.off, urgent: false },
  starting: { text: TEXTS.announce.starting, urgent: false },
  live: { text: TEXTS.announce.live, urgent: false },
  recovering: { text: TEXTS.announce.recovering, urgent: true },
  stopping: { text: TEXTS.announce.stopping, urgent: false },
  failed: { text: TEXTS.announce.failed, urgent: true },
};

/** What is worth saying between two states, to the participant `ownId`. Levels and faders never are. */
export function announcements(before: RoomState, after: RoomState, ownId: string): Announcement[] {
  return [
    ...(before.program.phase === after.program.phase ? [] : [PHASES[after.program.phase]]),
    ...deadAirNews(before, after, ownId),
    ...peopleNews(before, after, ownId),
    ...ownNews(before, after, ownId),
  ];
}

/** For hosts, who can end it. Once when it begins, once when the bed plays, once when it is over. */
function deadAirNews(before: RoomState, after: RoomState, ownId: string): Announcement[] {
  const was = before.program.deadAir;
  const is = after.program.deadAir;
  if (after.participants[ownId]?.role !== 'host' || was?.bed === is?.bed) return [];
  if (is === null) {
    return after.program.phase === 'live' ? [{ text: TEXTS.deadAir.over, urgent: false }] : [];
  }
  return [{ text: is.bed ? TEXTS.deadAir.bed : TEXTS.deadAir.silent, urgent: true }];
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
  const wasHeard = isHeard(was, before.program.phase);
  const heard = isHeard(is, after.program.phase);
  if (wasHeard !== heard) {
    news.push({ text: heard ? TEXTS.announce.youOn : TEXTS.announce.youOff, urgent: false });
  }
  if (was.muted !== is.muted) {
    const text = is.muted ? TEXTS.announce.youMutedByHost : TEXTS.announce.youUnmutedByHost;
    news.push({ text, urgent: false });
  }
  return news;
}
