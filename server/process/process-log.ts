/** What a supervised program needs of a logger; a pino logger fits. */

type Write = (fields: Readonly<Record<string, unknown>>, message: string) => void;

export type ProcessLog = { readonly debug: Write; readonly info: Write; readonly warn: Write };
