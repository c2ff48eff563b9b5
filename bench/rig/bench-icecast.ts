/** An Icecast of a bench, whoever configured it. */
export type BenchIcecast = {
  readonly name: string;
  /** The root of its processes. */
  readonly pid: number;
  readonly port: number;
  readonly sourcePassword: string;
  stop(): Promise<void>;
};
