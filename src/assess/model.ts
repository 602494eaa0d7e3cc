import type { Inspection } from '../formats/inspection.js';
import type { ModelReport } from './assessment.js';
import { assessOpenness, parameterCount } from './openness.js';
import { assessSafety } from './safety.js';

/** One entry of `modelbag/inspect/1`: openness, loading and safety of one model, answered apart. Pure. */
export function assessModel(inspection: Inspection, options: { tensors?: boolean } = {}): ModelReport {
  const { path, size, companions, format, contents, digests, sha256 } = inspection;
  const safety = assessSafety(inspection);
  const logicalBytes = contents.tensors.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return {
    path,
    size,
    companions,
    format: {
      id: format.id,
      wrappers: format.wrappers,
      name: format.name,
      version: format.version ?? '',
      basis: format.basis,
      alsoRecognizedAs: format.alsoRecognizedAs,
      worstLoading: format.facts.worstLoading,
    },
    openness: assessOpenness(inspection, safety.verdict),
    loading: contents.loading,
    safety,
    needs: contents.needs,
    facts: contents.facts,
    tensorCount: contents.tensors.length,
    parameterCount: parameterCount(contents.tensors),
    storedBytes: contents.storedBytes ?? logicalBytes,
    logicalBytes,
    ...(sha256 !== undefined && { sha256 }),
    ...(options.tensors && {
      tensors: contents.tensors.map((tensor, i) => ({ ...tensor, ...(digests?.[i] && { sha256: digests[i] }) })),
    }),
  };
}
