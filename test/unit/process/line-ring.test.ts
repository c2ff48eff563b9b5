import { describe, expect, it } from 'vitest';
import { LineRing } from '../../../server/process/line-ring.ts';

describe('the kept lines of a program', () => {
  it('are put together from pieces, for each output apart', () => {
    const ring = new LineRing([]);
    const out = ring.sink();
    const err = ring.sink();
    out.write(Buffer.from('half a '));
    err.write(Buffer.from('a complaint\n'));
    out.write(Buffer.from('line\r\nand the rest'));
    out.end();
    expect(ring.last(10)).toEqual(['a complaint', 'half a line', 'and the rest']);
  });

  it('hold no secret, not even one that came in two pieces', () => {
    const ring = new LineRing(['hunter2hunter2', 'hunter2', '']);
    const sink = ring.sink();
    sink.write(Buffer.from('login with hunter2hun'));
    sink.write(Buffer.from('ter2 and hunter2\n'));
    expect(ring.last(1)).toEqual(['login with [secret] and [secret]']);
  });

  it('hold no part of a secret that lies across the cut of a long line', () => {
    const ring = new LineRing(['S3CRET'.repeat(7)]);
    const sink = ring.sink();
    sink.write(Buffer.from(`${'x'.repeat(480)}${'S3CRET'.repeat(7)}${'y'.repeat(5000)}\n`));
    expect(ring.last(1)[0]).not.toContain('S3CRET');
  });

  it('stay few and short whatever the program prints', () => {
    const ring = new LineRing([]);
    const sink = ring.sink();
    for (let index = 0; index < 5000; index += 1) sink.write(Buffer.from(`${index} ${'z'.repeat(2000)}\n`));
    for (let index = 0; index < 5000; index += 1) sink.write(Buffer.alloc(1000, 'w'));
    sink.end();
    const lines = ring.last(1_000_000);
    expect(lines).toHaveLength(200);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(500);
  });

  it('cannot move the cursor of a terminal or forge a second line', () => {
    const ring = new LineRing([]);
    const sink = ring.sink();
    sink.write(Buffer.from('a\u001b[2Jb\rc\n'));
    expect(ring.last(1)).toEqual(['a [2Jb c']);
  });
});
