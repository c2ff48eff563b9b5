/** An instance of the WebAssembly build of libopus: its functions and its memory. */

/** Exported functions of a WebAssembly module take numbers and give a number; their exact shape is libopus' own. */
export type WasmFunction = (...args: readonly number[]) => number;

export type Instance = {
  readonly memory: WebAssembly.Memory;
  /** Throws TypeError when there is none of that name. */
  readonly functionOf: (name: string) => WasmFunction;
};

/** libopus reads no files and writes none; the toolchain asks for these all the same. */
const IMPORTS = {
  wasi_snapshot_preview1: { proc_exit() {}, fd_close() {}, fd_write() {}, fd_seek() {} },
  env: { emscripten_notify_memory_growth() {} },
};

export function instantiateLibopus(module: WebAssembly.Module): Instance {
  const { exports } = new WebAssembly.Instance(module, IMPORTS);
  const { memory } = exports;
  if (!(memory instanceof WebAssembly.Memory)) throw new TypeError('libopus has no memory');
  const functionOf = (name: string): WasmFunction => {
    const found = exports[name];
    if (!isWasmFunction(found)) throw new TypeError(`libopus has no function ${name}`);
    return found;
  };
  functionOf('_initialize')();
  return { memory, functionOf };
}

function isWasmFunction(value: unknown): value is WasmFunction {
  return typeof value === 'function';
}
