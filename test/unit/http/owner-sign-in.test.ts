import { expect, it } from 'vitest';
import { OwnerSignIn } from '../../../server/http/owner-sign-in.ts';

const TOKEN = 'a-token-of-the-owner';
const DAY_MS = 86_400_000;

const signIn = (ownerToken = TOKEN, secure = false, nowMs = () => 1e12) =>
  new OwnerSignIn({ ownerToken, secure, nowMs });
const cookieOf = (owner: OwnerSignIn) => owner.setCookie().split(';')[0] ?? '';

it('knows its own cookie among others', () => {
  const owner = signIn();
  expect(owner.isSignedIn(`a=b; ${cookieOf(owner)}; c=d`)).toBe(true);
});

it('does not put the token into the cookie', () => {
  expect(signIn().setCookie()).not.toContain(TOKEN);
});

it('is signed out by another owner token', () => {
  expect(signIn('another-owner-token').isSignedIn(cookieOf(signIn()))).toBe(false);
});

it('holds for 90 days', () => {
  let nowMs = 1e12;
  const owner = signIn(TOKEN, false, () => nowMs);
  const cookie = cookieOf(owner);
  nowMs += 90 * DAY_MS - 1000;
  expect(owner.isSignedIn(cookie)).toBe(true);
  nowMs += 1000;
  expect(owner.isSignedIn(cookie)).toBe(false);
});

it('survives a clock that is set back', () => {
  let nowMs = 1e12;
  const owner = signIn(TOKEN, false, () => nowMs);
  const cookie = cookieOf(owner);
  nowMs -= 3_600_000;
  expect(owner.isSignedIn(cookie)).toBe(true);
});

it.each([
  undefined,
  '',
  'studio_owner',
  'studio_owner=',
  'studio_owner=.',
  'studio_owner=1000000000.',
  'studio_owner=1000000000.AAAA',
  `studio_owner=9999999999.${cookieOf(signIn()).split('.')[1]}`,
  `studio_owner=${cookieOf(signIn()).split('=')[1]?.toLowerCase()}`,
  `other_${cookieOf(signIn())}`,
  `__Host-${cookieOf(signIn())}`,
])('refuses %j', (cookie) => {
  expect(signIn().isSignedIn(cookie)).toBe(false);
});

it('does not take the cookie of clear text over https', () => {
  expect(signIn(TOKEN, true).isSignedIn(cookieOf(signIn()))).toBe(false);
  expect(signIn(TOKEN, true).isSignedIn(cookieOf(signIn(TOKEN, true)))).toBe(true);
});
