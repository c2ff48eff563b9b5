import { describe, expect, it } from 'vitest';
import { TokenBucket, type Verdict } from '../../../server/signaling/token-bucket.ts';

const OPTIONS = { perSecond: 10, burst: 5, debt: 3 };

function take(bucket: TokenBucket, times: number, nowMs: number): Verdict[] {
  return Array.from({ length: times }, () => bucket.take(nowMs));
}

describe('a token bucket', () => {
  it('passes a burst, then refuses, then cuts', () => {
    const bucket = new TokenBucket(OPTIONS, 0);
    expect(take(bucket, 5, 0)).toEqual(Array(5).fill('pass'));
    expect(take(bucket, 3, 0)).toEqual(Array(3).fill('refuse'));
    expect(take(bucket, 2, 0)).toEqual(Array(2).fill('cut'));
  });

  it('passes the rate for ever', () => {
    const bucket = new TokenBucket(OPTIONS, 0);
    for (let index = 1; index <= 1000; index++) expect(bucket.take(index * 100)).toBe('pass');
  });

  it('cuts whoever stays a little above the rate for long', () => {
    const bucket = new TokenBucket(OPTIONS, 0);
    const verdicts = Array.from({ length: 200 }, (_, index) => bucket.take(index * 80));
    expect(verdicts).toContain('refuse');
    expect(verdicts).toContain('cut');
  });

  it('forgives whoever slows down when refused', () => {
    const bucket = new TokenBucket(OPTIONS, 0);
    take(bucket, 7, 0);
    expect(bucket.take(1000)).toBe('pass');
  });

  it('saves up no more than the burst', () => {
    const bucket = new TokenBucket(OPTIONS, 0);
    expect(take(bucket, 6, 3_600_000)).toEqual([...Array(5).fill('pass'), 'refuse']);
  });
});
