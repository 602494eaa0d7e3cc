/** What a loader without its guard may do, and what to write instead. */
export interface LoadRisk {
  risk: string;
  instead: string;
}

/** By the call as evidence shows it: `torch.load(weights_only=False)`. */
const RISKS: readonly (LoadRisk & { shown: RegExp })[] = [
  {
    shown: /\(weights_only=False\)$/,
    risk: 'a checkpoint may run code',
    instead: '`weights_only=True` (torch 2.6 or newer), or safetensors: `safetensors.torch.load_file(path)`',
  },
  {
    shown: /\(allow_pickle=True\)$/,
    risk: 'an array of objects may run code',
    instead: '`allow_pickle=False`, with numbers and text in plain arrays',
  },
  {
    shown: /\(safe_mode=False\)$/,
    risk: 'a Lambda layer may run code',
    instead: '`safe_mode=True`, with registered layers in place of Lambda layers',
  },
  {
    shown: /\(trust_remote_code=True\)$/,
    risk: 'code of the model’s repository runs, also what is written there later',
    instead: 'a model class of the library, or `revision="<commit>"` after reading that code',
  },
  {
    shown: /\(trust_repo=True\)$/,
    risk: 'code of a repository runs that may change',
    instead: 'a tag or commit in the name (`owner/name:commit`), or a pinned package',
  },
  {
    shown: /enable_unsafe_deserialization\(\)$/,
    risk: 'Lambda layers of every model may run code',
    instead: 'nothing: leave it out, with registered layers in place of Lambda layers',
  },
  {
    shown: /^torch.*\.load\w* of a download$/,
    risk: 'a checkpoint may run code, and whoever serves it decides which',
    instead: '`weights_only=True` (torch 2.6 or newer), or compare a SHA-256 before loading',
  },
  {
    shown: /^(readRDS|read_rds|load|attach|unserialize) of a download$/,
    risk: 'functions in it run when they are used or printed, and whoever serves it decides which',
    instead: 'CSV, Parquet or JSON for data, or compare a SHA-256 before reading',
  },
  {
    shown: / of a download$/,
    risk: 'whoever serves the file decides what runs',
    instead: 'a format that holds data only (safetensors, ONNX, skops), or compare a SHA-256 before loading',
  },
];

/** Of evidence that a later version gathered. */
const UNKNOWN: LoadRisk = { risk: 'the file may run code', instead: 'a loader that reads data only' };

/** Judges a load without a guard by how it is written. */
export const loadRisk = (call: string): LoadRisk => RISKS.find(({ shown }) => shown.test(call)) ?? UNKNOWN;
