/** What axe finds wrong with a page, as lines a person can act on. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/**
 * Every rule of WCAG 2.0 to 2.2 up to AA, and what axe holds to be good practice, or the rules that are `named` alone. Empty when all is
 * well.
 */
export async function axeProblems(page: Page, named: string[] = []): Promise<string[]> {
  const builder = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (named.length === 0 ? builder : builder.withRules(named)).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      (node) => `${id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`,
    ),
  );
}
