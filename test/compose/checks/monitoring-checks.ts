/** The profile monitoring: Prometheus gets the studio's figures, and every panel of the dashboard asks for figures that there are. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { until } from '../../support/until.ts';
import type { OwnStack } from '../stack/stack.ts';

const PROJECT = path.resolve(import.meta.dirname, '../../..');
const DASHBOARD = path.join(PROJECT, 'server/deploy/grafana-dashboard.json');
const GUIDE = path.join(PROJECT, 'memory-bank/production.md');
const METRIC = /\b(?:studio|process|nodejs)_[a-z0-9_]+\b/g;
/** A rate needs two looks, and Prometheus looks every 5 s. */
const ANSWERED_WITHIN_MS = 30_000;

const dashboard = z.object({
  panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })) })),
});
const answer = z.object({
  status: z.literal('success'),
  data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) }),
});

export function monitoringChecks(stack: () => OwnStack): void {
  describe('the profile monitoring', () => {
    test('has a Prometheus that finds no fault with its configuration', async () => {
      const words = ['promtool', 'check', 'config', '/etc/prometheus/prometheus.yml'];
      await expect(stack().compose(['exec', '-T', 'prometheus', ...words])).resolves.toContain('SUCCESS');
    });

    test('reaches the studio', async () => {
      await until('the studio is up', async () => (await ask(stack(), 'up{job="openstudio"}'))[0] === '1');
    });

    test('has a dashboard, and a guide, that name only figures that there are', async () => {
      const there = namesOf(await figures(stack()));
      const named = [...(await expressions()), await readFile(GUIDE, 'utf8')].flatMap(metricsIn);
      expect(named.length).toBeGreaterThan(10);
      expect([...new Set(named)].filter((name) => !there.has(name))).toEqual([]);
    });

    test('has a value for every panel whose figure has one', async () => {
      const text = await figures(stack());
      const valued = new Set(text.split('\n').map((line) => /^\w+/.exec(line)?.[0] ?? ''));
      const asked = (await expressions()).filter((expression) =>
        metricsIn(expression).every((name) => valued.has(name)),
      );
      expect(asked.length).toBeGreaterThan(10);
      for (const expression of asked)
        await until(
          `a value for ${expression}`,
          async () => (await ask(stack(), expression)).length > 0,
          ANSWERED_WITHIN_MS,
        );
    });
  });
}

async function expressions(): Promise<readonly string[]> {
  const { panels } = dashboard.parse(JSON.parse(await readFile(DASHBOARD, 'utf8')));
  return panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
}

function metricsIn(text: string): readonly string[] {
  return text.match(METRIC) ?? [];
}

async function figures({ url }: OwnStack): Promise<string> {
  return (await fetch(`${url}/metrics`)).text();
}

/** As declared, with what Prometheus adds to the name of a histogram. */
function namesOf(text: string): ReadonlySet<string> {
  const declared = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)];
  return new Set(
    declared.flatMap(([, name = '', kind]) =>
      kind === 'histogram' ? [name, `${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  );
}

/** The values of an expression now. Throws when Prometheus finds fault with it. */
async function ask({ environment }: OwnStack, expression: string): Promise<readonly string[]> {
  const place = `http://127.0.0.1:${environment.PROMETHEUS_PORT}/api/v1/query`;
  const reply = await fetch(`${place}?query=${encodeURIComponent(expression)}`);
  return answer.parse(await reply.json()).data.result.map(({ value: [, text] }) => text);
}
