import type { Assessment, ModelChange, TensorChange, WeightChanges } from '../assess/assessment.js';
import { listed, weightChanges } from '../assess/weight-changes.js';
import type { Audit } from '../audit.js';
import { treeAccess } from '../collect/tree-access.js';
import type { Progress } from '../progress.js';
import { compareModels, type ModelPlace } from '../reproduce/compare.js';
import type { DiffDocument, TensorComparison } from '../reproduce/comparison.js';

/** Models up to this size, both sides together, are compared element by element, and larger ones by the digests of their tensors. */
const MOST_BYTES = 4e9;

/** The assessment with what became of the tensors of each changed model. */
export async function withWeights(
  assessment: Assessment,
  head: Audit,
  base: Audit,
  progress: Progress,
): Promise<Assessment> {
  const { againstBase } = assessment;
  if (!againstBase) return assessment;
  const models: ModelChange[] = [];
  let left = MOST_BYTES;
  for (const change of againstBase.models) {
    const bytes = (change.before?.size ?? 0) + (change.after?.size ?? 0);
    const weights =
      change.change === 'changed' ? await weightsOf(change.path, head, base, bytes <= left, progress) : null;
    left -= weights === null ? 0 : bytes;
    models.push(weights === null ? change : { ...change, weights });
  }
  return { ...assessment, againstBase: { ...againstBase, models } };
}

/** Null where one side has no tensors to compare. */
async function weightsOf(
  path: string,
  head: Audit,
  base: Audit,
  isRead: boolean,
  progress: Progress,
): Promise<WeightChanges | null> {
  const [before, after] = [base, head].map(({ inspections }) => inspections.find((one) => one.path === path)?.contents);
  if (!before || !after || before.tensors.length === 0 || after.tensors.length === 0) return null;
  if (!isRead) return weightChanges(before.tensors, after.tensors);
  try {
    return changesIn(await compareModels(placeIn(base, path), placeIn(head, path), { progress }));
  } catch (error) {
    // The digests are known; only how far the values are apart stays unsaid.
    if (!(error instanceof Error)) throw error;
    return weightChanges(before.tensors, after.tensors);
  }
}

const placeIn = ({ collection }: Audit, path: string): ModelPlace => ({
  path,
  files: treeAccess(collection.open, [...collection.tree.entries, ...collection.files.map(({ entry }) => entry)]),
});

/** A comparison from the side of the second model, which came later. */
export function changesIn({ tensors, unread }: Pick<DiffDocument, 'tensors' | 'unread'>): WeightChanges {
  const changes = tensors.flatMap(changeOf);
  return listed({ same: tensors.length - changes.length, changes, unread: unread.length });
}

function changeOf(row: TensorComparison): TensorChange[] {
  const {
    name: old,
    nameInB,
    status,
    dtype,
    shape,
    dtypeInB = dtype,
    shapeInB = shape,
    differing,
    total,
    maxAbs,
  } = row;
  const name = nameInB ?? old;
  const now = { name, ...(name !== old && { from: old }), dtype: dtypeInB, shape: shapeInB };
  switch (status) {
    case 'equal':
    case 'within':
      return name === old ? [] : [{ ...now, change: 'renamed' }];
    case 'only-in-a':
      return [{ ...now, change: 'removed' }];
    case 'only-in-b':
      return [{ ...now, change: 'added' }];
    case 'dtype-differs':
    case 'shape-differs':
      return [{ ...now, change: 'reshaped', before: { dtype, shape } }];
    case 'different':
      return [
        {
          ...now,
          change: 'changed',
          ...(differing !== null && { differing, total }),
          largest: maxAbs !== null && Number.isFinite(maxAbs) ? maxAbs : null,
        },
      ];
  }
}
