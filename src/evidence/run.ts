/** `modelbag.run.json` (`modelbag/run/1`): one run of a command, as the machine it ran on saw it. Paths are relative to `root`. */
export interface RunRecord {
  schema: 'modelbag/run/1';
  /** Program and arguments; secrets and user names are redacted. */
  command: string[];
  /** Where the command ran, relative to the folder of the record's project; `.` for that folder. */
  workingDirectory: string;
  /** ISO 8601, UTC. */
  startedAt: string;
  durationSeconds: number;
  /** What the command ended with; null where a signal ended it. */
  exitCode: number | null;
  signal?: string;
  git: GitState | null;
  system: { os: string; kernel: string; architecture: string };
  hardware: Hardware;
  interpreter: Interpreter | null;
  /** Installed packages of the interpreter, name → version. */
  packages: Record<string, string>;
  /** Seeds that the command line, the environment or the snippet named. */
  seeds: { library: string; value: number | string; from: string }[];
  /** Variables that change numbers, as they were set; no other variable is ever read. */
  variables: Record<string, string>;
  inputs: RecordedFile[];
  outputs: (RecordedFile & { change: 'created' | 'changed' })[];
  /** Files of the project that were there before and are gone. */
  removed: string[];
  /** What could not be found out, and why. */
  notes: string[];
  recordedBy: string;
}

export interface GitState {
  /** The commit before the run. */
  commit: string;
  /** Whether tracked files differed from it, or files that git does not ignore were not tracked. */
  dirty: boolean;
  /** Paths that differed, at most 100. */
  changes: string[];
}

export interface Hardware {
  cpu: string;
  cores: number;
  memoryBytes: number;
  /** `memoryBytes` is 0 where the driver does not say it. */
  gpus: { name: string; driver: string; memoryBytes: number }[];
  /** Of the driver, as `nvidia-smi` says it. */
  cuda?: string;
}

export interface Interpreter {
  language: 'python' | 'r' | 'julia';
  version: string;
  implementation: string;
  /** How it was chosen. */
  basis: string;
  /** What else the interpreter says of itself that changes numbers: BLAS of R, its generator. */
  details?: Record<string, string>;
}

export interface RecordedFile {
  path: string;
  size: number;
  sha256: string;
}
