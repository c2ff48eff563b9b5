/** Runs a program to its end for the compose tests: what it printed, or an error that holds its last words. */
import { spawn } from 'node:child_process';

const KEPT_CHARACTERS = 200_000;

export type RunOptions = {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: NodeJS.ReadableStream;
  /** Gets every line at once, for what takes minutes. */
  readonly onText?: (text: string) => void;
};

/** Resolves with both outputs; rejects when it ends badly. */
export async function run(file: string, words: readonly string[], options: RunOptions = {}): Promise<string> {
  const { code, text } = await attempt(file, words, options);
  if (code !== 0) throw new Error(`${file} ${words.join(' ')} ended with ${code}:\n${text}`);
  return text;
}

/** The same, for whoever expects it to fail. */
export function attempt(
  file: string,
  words: readonly string[],
  { cwd, env, input, onText }: RunOptions = {},
): Promise<{ code: number | null; text: string }> {
  const child = spawn(file, words, {
    cwd,
    env: { ...process.env, ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  let text = '';
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-KEPT_CHARACTERS);
    onText?.(chunk.toString());
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  if (input !== undefined && child.stdin !== null) input.pipe(child.stdin);
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, text: `${text}${error.message}` }));
    child.once('close', (code) => resolve({ code, text }));
  });
}
