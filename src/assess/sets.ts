import { byBytes } from '../bytes/order.js';
import { bareName, isResumeFile, isTrainingState } from '../evidence/checkpoints/weights.js';
import type { CheckpointRun } from '../evidence/evidence.js';
import { folderAbove } from '../formats/file-access.js';
import type { TensorInfo } from '../formats/format.js';
import type { Inspection } from '../formats/inspection.js';
import { portableStem } from '../tree/portable-stem.js';
import type { ModelReport, ModelSet } from './assessment.js';

/** A model with what equality is decided by. */
interface Member {
  path: string;
  stem: string;
  promise: ModelSet['promise'];
  /** Digest → number of values, of tensors with at least two values: single numbers are equal by chance. */
  digests: Map<string, number>;
  /** Digests that an equal copy must have: weights, without the state of an optimizer. */
  weights: string[];
  /** Bare name and shape → dtype and digest. */
  named: Map<string, { dtype: string; digest: string | null }>;
}

/** What people append to the same stem: `model.fp16.onnx`, `model_quantized.onnx` are copies of `model`. */
const SUFFIX =
  /[._-](?:fp16|fp32|bf16|int8|quantized|quant|opset\d+|export|exported|converted|simplified|sim|traced|scripted|state_?dict)$/;

/**
 * Native models and their open copies. Equal tensors prove a copy, whatever the names; without digests that prove it,
 * a copy is matched by its name, and is stale where the same tensors hold other values. A model that is preservable by
 * itself and copies nothing is a set of its own. States of one training are one set. `made` tells of copies that were made
 * for the archive, and compared, which model each was made of.
 */
export function findSets(
  inspections: readonly Inspection[],
  reports: readonly ModelReport[],
  runs: readonly CheckpointRun[] = [],
  made: ReadonlyMap<string, string> = new Map(),
): ModelSet[] {
  const members = inspections
    .map((inspection, i) => memberOf(inspection, reports[i]!))
    .filter(
      (member, i) =>
        reports[i]!.safety.status !== 'error' &&
        inspections[i]!.format.facts.holds !== 'nothing' &&
        !isResumeFile(member.path),
    );
  const natives = members.filter(({ promise }) => promise === 'bitstream-only');
  const copies = members.filter(({ promise }) => promise === 'preservable');
  const sets = new Map(natives.map((native) => [native.path, emptySet(native)]));
  for (const copy of copies) {
    const origin = natives.find(({ path }) => path === made.get(copy.path));
    if (origin) {
      const set = sets.get(origin.path)!;
      join(set, copy, isCopyOf(origin, copy) ? 'tensors' : 'none', false);
      set.made = [...(set.made ?? []), copy.path].sort(byBytes);
      continue;
    }
    const proven = natives.filter((native) => isCopyOf(native, copy));
    const named = proven.length === 0 ? (closestByName(natives, copy) ?? onlyTwin(natives, copy)) : undefined;
    for (const native of proven) join(sets.get(native.path)!, copy, 'tensors', false);
    if (named) join(sets.get(named.path)!, copy, 'none', differs(named, copy));
    if (proven.length === 0 && !named) sets.set(copy.path, { ...emptySet(copy), promise: 'preservable' });
  }
  return joinRuns(sets, runs).sort((a, b) => byBytes(a.native, b.native));
}

/** One set for each training: its open copies are those of the state that stands for all, the others are told apart. */
function joinRuns(sets: ReadonlyMap<string, ModelSet>, runs: readonly CheckpointRun[]): ModelSet[] {
  const joined = new Map(sets);
  for (const { model, states } of runs) {
    const here = states.filter(({ path }) => joined.has(path));
    const native = joined.get(model) ?? joined.get(here.at(-1)?.path ?? '');
    if (native === undefined || here.length < 2) continue;
    const others = here.filter(({ path }) => path !== native.native);
    const checkpoints = others.map((state) => {
      const { native: _, ...own } = joined.get(state.path)!;
      return { ...state, ...own };
    });
    for (const { path } of others) joined.delete(path);
    joined.set(native.native, { ...native, checkpoints });
  }
  return [...joined.values()];
}

/** Every native model with its open copies, the states of a training one by one. */
export const everyState = (sets: readonly ModelSet[]): Omit<ModelSet, 'checkpoints'>[] =>
  sets.flatMap((set) => [
    set,
    ...(set.checkpoints ?? []).map(({ path, open, proof, made, promise, stale }) => ({
      native: path,
      open,
      proof,
      ...(made && { made }),
      promise,
      stale,
    })),
  ]);

/** How it is known that the open copies of a model equal it: by tensors, by the proofs that lie beside them, or by names alone. */
export function equalityOf({
  open,
  proof,
  made = [],
}: Pick<ModelSet, 'open' | 'proof' | 'made'>): 'tensors' | 'proof' | 'name' {
  if (proof === 'tensors') return 'tensors';
  return open.length > 0 && open.every((path) => made.includes(path)) ? 'proof' : 'name';
}

const emptySet = (member: Member): ModelSet => ({
  native: member.path,
  open: [],
  proof: null,
  promise: 'bitstream-only',
  stale: false,
});

/** A proven copy outweighs unproven ones; a stale one promises nothing. */
function join(set: ModelSet, copy: Member, proof: 'tensors' | 'none', stale: boolean): void {
  set.open.push(copy.path);
  set.open.sort(byBytes);
  if (proof === 'tensors' || set.proof === null) set.proof = proof;
  set.stale ||= stale;
  if (set.proof === 'tensors' || !stale) set.promise = 'preservable';
}

function memberOf(inspection: Inspection, report: ModelReport): Member {
  const rows = inspection.contents.tensors.map((tensor, i) => ({ tensor, digest: inspection.digests?.[i] ?? null }));
  const model = rows.filter(({ tensor }) => !isTrainingState(tensor.name));
  const keyed = rows.flatMap(({ tensor, digest }) =>
    digest === null || valuesOf(tensor) < 2 ? [] : [[keyOf(tensor, digest), valuesOf(tensor)] as const],
  );
  return {
    path: inspection.path,
    stem: stemOf(inspection.path),
    promise: report.openness.promise,
    digests: new Map(keyed),
    weights: model
      .filter(
        ({ tensor, digest }) => digest !== null && valuesOf(tensor) > 1 && /^(b?float|complex)/.test(tensor.dtype),
      )
      .map(({ tensor, digest }) => keyOf(tensor, digest!)),
    named: new Map(
      model.map(({ tensor, digest }) => [`${bareName(tensor.name)} ${tensor.shape}`, { dtype: tensor.dtype, digest }]),
    ),
  };
}

/** Every weight of the native model lies in the copy, bit by bit. */
const isCopyOf = (native: Member, copy: Member): boolean =>
  native.weights.length > 0 && native.weights.every((key) => copy.digests.has(key));

/**
 * The native model with the same stem, or the one whose stem a copy gets where no system may mind it: in the same folder, else
 * the only one anywhere.
 */
function closestByName(natives: readonly Member[], copy: Member): Member | undefined {
  const exact = natives.filter(({ stem }) => stem === copy.stem);
  const same = exact.length > 0 ? exact : natives.filter(({ stem }) => portableStem(stem) === copy.stem);
  return (
    same.find(({ path }) => folderAbove(path) === folderAbove(copy.path)) ?? (same.length === 1 ? same[0] : undefined)
  );
}

/** The only native model whose weights all have a tensor of the same name and shape in the copy. */
function onlyTwin(natives: readonly Member[], copy: Member): Member | undefined {
  const twins = natives.filter(
    ({ named }) => named.size > 1 && [...named.keys()].every((name) => copy.named.has(name)),
  );
  return twins.length === 1 ? twins[0] : undefined;
}

/** Tensors of the same name, shape and type that hold other values. */
function differs(native: Member, copy: Member): boolean {
  for (const [name, { dtype, digest }] of native.named) {
    const other = copy.named.get(name);
    if (other && other.dtype === dtype && digest !== null && other.digest !== null && digest !== other.digest)
      return true;
  }
  return false;
}

const valuesOf = ({ shape }: TensorInfo): number => shape.reduce((product, size) => product * size, 1);
/** Shape without ones: exporters add and drop axes of length one, the values stay. */
const keyOf = ({ dtype, shape }: TensorInfo, digest: string): string =>
  `${dtype} ${shape.filter((size) => size !== 1)} ${digest}`;

/** File name without its endings and without what marks a variant, lower case. */
function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  let stem = name.replace(/(?<=.)\.(?:[a-z][a-z0-9_]{0,11})(?:\.(?:gz|xz|bz2|lzma|zip|tar|index\.json))?$/, '');
  for (let before = ''; before !== stem; ) {
    before = stem;
    stem = stem.replace(SUFFIX, '');
  }
  return stem;
}
