/**
 * Writes the tables of memory-bank/protocol.md from the protocol itself: `node server/protocol-document.ts`. Only what stands between the
 * markers of a table is replaced.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { COMMANDS, isCommandName } from '#protocol/commands.ts';
import { CLOSE_CODES, ERROR_CODES } from '#protocol/error-codes.ts';
import {
  dtlsParameters,
  mediaOptions,
  opaqueParameters,
  roomStats,
  transportOptions,
} from '#protocol/media.ts';

export const DOCUMENT_FILE = path.resolve(import.meta.dirname, '../memory-bank/protocol.md');

/** Shapes that have a name of their own in the document. */
const NAMED = {
  MediaOptions: mediaOptions,
  TransportOptions: transportOptions,
  DtlsParameters: dtlsParameters,
  RoomStats: roomStats,
  Parameters: opaqueParameters,
};

/** The part of JSON Schema that our schemas come out as. */
type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly $defs?: Readonly<Record<string, Schema>>;
};

const schemaText = z.pipe(
  z.string(),
  z.transform((text): Schema => JSON.parse(text)),
);

/** `document` with every table between `<!-- table NAME -->` and `<!-- end -->` written anew. Throws when a table is missing. */
export function fillDocument(document: string): string {
  const tables = {
    commands: commandTable(),
    shapes: shapeTable(),
    errors: errorTable(),
    'close codes': closeTable(),
  };
  return Object.entries(tables).reduce((text, [name, table]) => {
    const [begin, end] = [`<!-- table ${name} -->\n`, '<!-- end -->'];
    const from = text.indexOf(begin);
    const to = text.indexOf(end, from);
    if (from < 0 || to < 0) throw new Error(`The document has no place for the table "${name}".`);
    return `${text.slice(0, from + begin.length)}\n${table}\n\n${text.slice(to)}`;
  }, document);
}

function commandTable(): string {
  const rows = Object.keys(COMMANDS)
    .filter(isCommandName)
    .map((name) => {
      const { role, about, input, output } = COMMANDS[name];
      return [`\`${name}\``, role, code(describe(input)), code(describe(output)), about];
    });
  return table(['command', 'who', 'input', 'output', 'what it does'], rows);
}

function shapeTable(): string {
  const rows = Object.entries(NAMED).map(([name, schema]) => [`\`${name}\``, code(describe(schema, name))]);
  return table(['shape', 'what is in it'], rows);
}

function errorTable(): string {
  const rows = Object.entries(ERROR_CODES).map(([name, { fault, status, summary }]) => [
    `\`${name}\``,
    fault,
    String(status),
    summary,
  ]);
  return table(['code', 'fault', 'HTTP', 'meaning'], rows);
}

function closeTable(): string {
  return table(
    ['close code', 'name'],
    Object.entries(CLOSE_CODES).map(([name, number]) => [String(number), `\`${name}\``]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const code = (text: string): string => `\`${text}\``;

/** A schema as a reader of TypeScript would write it; named shapes inside by their names. `self` is the name of the schema itself. */
function describe(schema: z.ZodMiniType, self?: string): string {
  const registry = z.registry<{ id: string }>();
  for (const [id, named] of Object.entries(NAMED)) if (id !== self) registry.add(named, { id });
  const json = z.toJSONSchema(schema, { metadata: registry, io: 'input', unrepresentable: 'any' });
  return typeText(schemaText.parse(JSON.stringify(json)));
}

function typeText(schema: Schema): string {
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1) ?? '';
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return choices.map(typeText).join(' | ');
  if (schema.items !== undefined) return listText(typeText(schema.items));
  if (schema.properties !== undefined) return objectText(schema.properties, schema.required ?? []);
  if (schema.type === undefined) return 'any';
  return `${[schema.type].flat().join(' | ')}${rangeText(schema)}`;
}

function listText(item: string): string {
  return item.includes(' | ') && !item.startsWith('{') ? `(${item})[]` : `${item}[]`;
}

function objectText(properties: Readonly<Record<string, Schema>>, required: readonly string[]): string {
  const fields = Object.entries(properties).map(
    ([name, schema]) => `${name}${required.includes(name) ? '' : '?'}: ${typeText(schema)}`,
  );
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

function rangeText({ minimum, maximum }: Schema): string {
  const bounded = [minimum, maximum].filter(
    (bound) => bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER,
  );
  return bounded.length < 2 ? '' : ` ${minimum} to ${maximum}`;
}

if (import.meta.main) writeFileSync(DOCUMENT_FILE, fillDocument(readFileSync(DOCUMENT_FILE, 'utf8')));
