import type { Assessment, ModelChange, TensorChange, WeightChanges } from '../assess/assessment.js';
import { listed, weightChanges } from '../assess/weight-changes.js';
import type { Audit } from '../audit.js';
import { treeAccess } from '../collect/tree-access.js';
import { isSystemError } from '../evidence/read-text.js';
import type { Contents } from '../formats/format.js';
import { compareModels, type ModelPlace } from '../reproduce/compare.js';
import type { DiffDocument, TensorComparison } from '../reproduce/comparison.js';
import { firstLine, isApiError } from './errors.js';
import type { Host } from './host.js';

/** Models up to this size, both sides together, are compared element by element, and larger ones by the digests of their tensors. */
const MOST_BYTES = 4e9;

/** Where it is told how far the work is, and what could not be compared. */
type Teller = Pick<Host, 'log' | 'progress'>;

/** The assessment with what became of the tensors of each changed model. */
export async function withWeights(assessment: Assessment, head: Audit, base: Audit, host: Teller): Promise<Assessment> {
  const { againstBase } = assessment;
  if (!againstBase) return assessment;
  const models: ModelChange[] = [];
  let left = MOST_BYTES;
  for (const change of againstBase.models) {
    const bytes = (change.before?.size ?? 0) + (change.after?.size ?? 0);
    const sides = change.change === 'changed' ? tensorsOf(change.path, head, base) : null;
    const isRead = bytes <= left;
    if (sides === null) models.push(change);
    else if (!isRead) models.push({ ...change, weights: weightChanges(...sides) });
    else {
      // Only what is read is counted: a large model takes nothing from the small ones after it.
      left -= bytes;
      models.push({ ...change, weights: await readChanges(change.path, head, base, sides, host) });
    }
  }
  return { ...assessment, againstBase: { ...againstBase, models } };
}

type Sides = [before: Contents['tensors'], after: Contents['tensors']];

/** Null where one side has no tensors to compare. */
function tensorsOf(path: string, head: Audit, base: Audit): Sides | null {
  const [before = [], after = []] = [base, head].map(
    ({ inspections }) => inspections.find((one) => one.path === path)?.contents.tensors,
  );
  return before.length > 0 && after.length > 0 ? [before, after] : null;
}

async function readChanges(
  path: string,
  head: Audit,
  base: Audit,
  sides: Sides,
  { log, progress }: Teller,
): Promise<WeightChanges> {
  try {
    return changesIn(await compareModels(placeIn(base, path), placeIn(head, path), { progress }));
  } catch (error) {
    // Readers' errors carry a code as those of the system do; anything else is a bug of ours.
    if (!isApiError(error) && !isSystemError(error)) throw error;
    // The digests are known; only how far the values are apart stays unsaid.
    log(`the values of ${path} are not compared: ${firstLine(error.message)}`);
    return weightChanges(...sides);
  }
}

const placeIn = ({ collection }: Audit, path: string): ModelPlace => ({
  path,
  files: treeAccess(collection.open, [...collection.tree.entries, ...collection.files.map(({ entry }) => entry)]),
});

/** A comparison from the side of the second model, which came later. */
function changesIn({ tensors, unread }: Pick<DiffDocument, 'tensors' | 'unread'>): WeightChanges {
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
