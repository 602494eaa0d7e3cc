import { FormatError } from '../../bytes/format-error.js';
import type { ByteSource } from '../../bytes/source.js';
import { parseJsonText } from '../../containers/json-text.js';
import { decodeMessage } from '../../containers/protobuf.js';
import { folderAbove } from '../../formats/file-access.js';
import { listOf, recordOf, textOf } from '../environments/declaration.js';
import { leavesOf } from '../settings/leaves.js';
import { personalIn } from '../settings/personal-words.js';
import { define, type RunStore, type StoredRun } from './stored-run.js';
import schema from './wandb-log-schema.json' with { type: 'json' };

/*
 * The log of a Weights & Biases run: `:W&B`, two bytes of magic and a version, then LevelDB's log format. Blocks of 32 KiB hold
 * records: checksum u32 | length u16 | kind u8 (1 whole, 2 first, 3 middle, 4 last part) | bytes. A whole record is a
 * protobuf message of wandb_internal.proto.
 */
const MAGIC = [0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe];
const BLOCK = 32 * 1024;
const RECORD_HEADER = 7;
/** Of one record; settings and summaries are some kilobytes. */
const RECORD = 4 * 1024 * 1024;
/** Read from either end: settings and machine stand first, the summary last, and in between what was logged at each step. */
const ENDS = 16 * 1024 * 1024;

/** Of one machine, and the job that ran on it. */
const FACTS = 100;

/** Offline runs keep all they know in such a log; `wandb sync` turns it into files at a server. */
export const wandbLog: RunStore = {
  id: 'wandb-log',
  title: 'Weights & Biases run log',
  recognize: (path) => /(^|\/)run-[\w-]+\.wandb$/.test(path),
  async read(source, path) {
    const head = await source.read(0, Math.min(source.size, MAGIC.length));
    if (!MAGIC.every((byte, index) => head[index] === byte))
      return { runs: [], unread: 'expected the log of a run, which begins with :W&B, found other bytes' };
    const run: StoredRun = {
      place: path,
      parameters: {},
      metrics: {},
      hardware: [],
      data: [],
      folders: [`${folderAbove(path)}files`],
      personal: new Set(),
    };
    try {
      for await (const record of recordsOf(source)) add(await decodeMessage(schema, 'Record', record), run);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      return { runs: [run], unread: error.message };
    }
    return { runs: [run] };
  },
};

/** Whole records; parts of one whose beginning was not read are left out, and a log that ends in the middle of one just ends. */
async function* recordsOf(source: ByteSource): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let length = 0;
  for (let start = 0; start < source.size; start += BLOCK) {
    const resume = Math.floor((source.size - ENDS) / BLOCK) * BLOCK;
    if (start >= ENDS && start < resume) {
      start = resume;
      parts = [];
    }
    const block = Buffer.from(await source.read(start, Math.min(source.size, start + BLOCK)));
    for (let at = start === 0 ? MAGIC.length + 1 : 0; at + RECORD_HEADER <= block.length; ) {
      const size = block.readUInt16LE(at + 4);
      const kind = block[at + 6]!;
      const payload = block.subarray(at + RECORD_HEADER, at + RECORD_HEADER + size);
      if (kind === 0 || payload.length < size) break;
      if (kind > 4)
        throw new FormatError('invalid-structure', `expected a part of a record, found kind ${kind}`, start + at + 6);
      at += RECORD_HEADER + size;
      if (kind === 1) yield payload;
      if (kind === 2) [parts, length] = [[], 0];
      if (kind === 1 || (kind !== 2 && parts.length === 0)) continue;
      parts.push(payload);
      length += size;
      if (kind === 4 && length <= RECORD) yield Buffer.concat(parts);
      if (kind === 4 || length > RECORD) parts = [];
    }
  }
}

function add(record: Record<string, unknown>, run: StoredRun): void {
  const start = recordOf(record['run']);
  for (const changes of [start['config'], record['config']]) addConfig(recordOf(changes), run);
  for (const changes of [start['summary'], record['summary']]) addSummary(recordOf(changes), run);
  if (textOf(start['host']) !== undefined) run.personal.add('a host name');
  const runtime = recordOf(record['exit'])['runtime'];
  if (typeof runtime === 'number' && runtime > 0) run.seconds = runtime;
  if (record['environment'] !== undefined && record['environment'] !== null)
    addEnvironment(recordOf(record['environment']), run);
}

/** Values of an item by dotted names; what the tracker keeps for itself begins with an underscore. */
function valuesOf(item: unknown): ReturnType<typeof leavesOf> {
  const { key, nestedKey, json } = recordOf(item);
  const path = listOf(nestedKey).length > 0 ? listOf(nestedKey).map(String) : [String(key ?? '')];
  const parsed = parseJsonText(textOf(json) ?? 'null');
  if ('message' in parsed || path[0]!.startsWith('_')) return [];
  const within = path.join('.');
  return leavesOf(parsed.value).map((leaf) => ({
    ...leaf,
    name: leaf.name === '' ? within : `${within}.${leaf.name}`,
  }));
}

function addConfig(changes: Record<string, unknown>, run: StoredRun): void {
  for (const { name: key, value } of listOf(changes['update']).flatMap(valuesOf)) {
    define(run.parameters, key, value);
    for (const what of personalIn(String(value))) run.personal.add(what);
  }
}

function addSummary(changes: Record<string, unknown>, run: StoredRun): void {
  for (const { name: key, value } of listOf(changes['update']).flatMap(valuesOf))
    if (typeof value === 'number') define(run.metrics, key, value);
}

function addEnvironment(environment: Record<string, unknown>, run: StoredRun): void {
  const memory = Number(recordOf(environment['memory'])['total']);
  const facts: [string, unknown][] = [
    ['gpu', environment['gpuType']],
    ['gpu_count', environment['gpuCount']],
    ['cpu', recordOf(environment['cpu'])['model']],
    ['cpu_count', environment['cpuCount']],
    ['memory', memory > 0 ? `${Math.round(memory / 1e9)} GB` : ''],
    ['cuda', environment['cudaVersion']],
    ['os', environment['os']],
    ['python', environment['python']],
    ...listOf(environment['slurm'])
      .map(recordOf)
      .filter(({ key }) => /^(job_id|partition|nnodes|gpus\w*|cpus\w*|mem_per\w*)$/.test(String(key)))
      .map(({ key, value }): [string, unknown] => [`slurm ${key}`, value]),
  ];
  for (const [key, value] of facts)
    if (value && run.hardware.length < FACTS && !run.hardware.some((known) => known.key === key))
      run.hardware.push({ key, value: String(value) });
  const program = textOf(environment['codePath']) ?? textOf(environment['program']);
  if (program !== undefined) run.program ??= program;
  if (environment['email']) run.personal.add('a mail address');
  if (environment['username']) run.personal.add('a user name');
  if (environment['host']) run.personal.add('a host name');
  for (const text of [listOf(environment['args']).join(' '), String(environment['executable'])])
    for (const what of personalIn(text)) run.personal.add(what);
}
