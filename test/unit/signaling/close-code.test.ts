import { expect, it } from 'vitest';
import { CLOSE_CODES, ERROR_CODES, type ErrorCode } from '#protocol/error-codes.ts';
import { closeCodeOf } from '../../../server/signaling/close-code.ts';

const codes = Object.keys(ERROR_CODES) as ErrorCode[];

it.each(codes)('%s closes with a code of the table', (code) => {
  expect(Object.values(CLOSE_CODES)).toContain(closeCodeOf(code));
});

it.each<[ErrorCode, number]>([
  ['removed', 4403],
  ['replaced', 4409],
  ['room_closed', 4404],
  ['not_entered', 4408],
  ['too_many_messages', 4429],
  ['subprotocol_missing', 4426],
  ['invite_invalid', 4401],
  ['bad_message', 4400],
  ['shutting_down', 1012],
  ['internal', 1011],
])('%s closes with %d', (code, closeCode) => {
  expect(closeCodeOf(code)).toBe(closeCode);
});
