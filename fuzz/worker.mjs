// One thread that damages the seeds of targets and looks at what readers make of it; says what it does, so that a hang has a name.
import { parentPort, workerData } from 'node:worker_threads';
import { mutate, random, seedOf } from './mutate.mjs';

const { bundle, rounds, seed, targets } = workerData;
const {
  DEFAULT_LIMITS,
  EXPORTERS,
  exportModel,
  FormatError,
  inspectModel,
  memoryAccess,
  openModelStructure,
  Unopenable,
} = await import(bundle);
const limits = {
  ...DEFAULT_LIMITS,
  milliseconds: 4_000,
  inflatedBytes: 24 << 20,
  headerBytes: 24 << 20,
  pickleOperations: 1_000_000,
};

for (const { target, seeds } of targets) {
  for (let round = 0; round < rounds; round++) {
    parentPort.postMessage({ kind: 'round', target, round });
    const fault = await attempt(target, seeds, round);
    if (fault) parentPort.postMessage({ kind: 'fault', target, round, ...fault });
  }
  parentPort.postMessage({ kind: 'done', target });
}

/** Damages one file of one seed; what goes wrong with us is returned. */
async function attempt(target, seeds, round) {
  const next = random(seedOf(target, round, seed));
  const { entry, files } = seeds[Math.floor(next() * seeds.length)];
  const names = Object.keys(files);
  const name = next() < 0.8 ? entry : names[Math.floor(next() * names.length)];
  const other = files[names[Math.floor(next() * names.length)]];
  const damaged = { ...files, [name]: mutate(files[name], next, other) };
  const access = memoryAccess(damaged);
  try {
    const { status, error, contents, digests = [] } = await inspectModel(entry, access, { digests: true, limits });
    if (error?.code === 'internal' || (status === 'error' && !(error?.code in { 'missing-file': 1 })))
      return { reason: `inspection failed: ${error?.code}: ${error?.message}`, name, bytes: damaged[name] };
    const wrong = status === 'error' ? null : wrongTensors(contents.tensors, digests);
    if (wrong) return { reason: wrong, name, bytes: damaged[name] };
  } catch (error) {
    return { reason: `inspectModel rejected: ${error?.stack ?? error}`, name, bytes: damaged[name] };
  }
  try {
    const opened = await openModelStructure(entry, access, limits);
    await opened.close();
  } catch (error) {
    if (!(error instanceof FormatError) && !(error instanceof Unopenable))
      return { reason: `openModelStructure rejected: ${error?.stack ?? error}`, name, bytes: damaged[name] };
  }
  const reason = await exported(entry, access);
  return reason && { reason, name, bytes: damaged[name] };
}

/** What no list of tensors may be; null where it is none of it. */
function wrongTensors(tensors, digests) {
  if (digests.length !== tensors.length) return `${tensors.length} tensors have ${digests.length} digests`;
  const isCount = (n) => Number.isSafeInteger(n) && n >= 0;
  const odd = tensors.find(({ byteLength, shape }) => ![byteLength, ...shape].every(isCount));
  return odd ? `tensor ${odd.name} has shape ${odd.shape} and ${odd.byteLength} bytes` : null;
}

/** Makes every copy that the model has; null where nothing went wrong. */
async function exported(path, files) {
  const copies = {};
  const target = {
    async write(name, bytes) {
      const parts = [];
      for await (const part of bytes) parts.push(Uint8Array.from(part));
      copies[name] = Buffer.concat(parts);
    },
    // Copies are read while further ones are made.
    files: Object.fromEntries(
      ['open', 'list', 'kind'].map((door) => [door, (name) => memoryAccess(copies)[door](name)]),
    ),
  };
  try {
    const { exports } = await exportModel({ path, files }, EXPORTERS, target);
    const wrong = exports.find(({ proof }) => proof.verdict === 'not-equal');
    return wrong ? `the copy as ${wrong.to} is not equal: ${wrong.proof.remarks.join('; ')}` : null;
  } catch (error) {
    if (error instanceof FormatError || error instanceof Unopenable) return null;
    return `exportModel rejected: ${error?.stack ?? error}`;
  }
}
