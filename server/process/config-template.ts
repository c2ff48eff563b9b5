/** Fills the `${NAME}` places of a configuration template. The same templates are filled by the entrypoints of the container images. */
import { SetupProblem } from '../secrets.ts';

const PLACE = /\$\{([A-Z][A-Z0-9_]*)\}/g;
export type TemplateValues = Readonly<Record<string, string | number>>;

/** `template` with every place filled by its quoted value. Throws when a place has no value or a value has no place. */
export function fillTemplate(
  template: string,
  values: TemplateValues,
  quote: (value: string) => string,
): string {
  const unused = new Set(Object.keys(values));
  const text = template.replace(PLACE, (_place, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The template asks for ${name}, which has no value.`);
    unused.delete(name);
    return quote(String(value));
  });
  if (unused.size > 0) throw new Error(`The template has no place for ${[...unused].join(', ')}.`);
  return text;
}

/** For XML text and attribute values. Throws SetupProblem for characters XML 1.0 (section 2.2) cannot hold. */
export function escapeXml(value: string): string {
  if (/\p{Cs}|[^\P{Cc}\t\n\r]/u.test(value)) {
    throw new SetupProblem(
      'A value for a configuration file holds control characters. Set it to plain text.',
    );
  }
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&apos;',
  };
  return value.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** For `name=value` lines: one line of visible ASCII. Throws SetupProblem for anything else. */
export function plainValue(value: string): string {
  if (/^[\x21-\x7e]*$/.test(value)) return value;
  throw new SetupProblem(
    'A value for a configuration file holds blanks or control characters. Set it to plain letters and digits.',
  );
}
