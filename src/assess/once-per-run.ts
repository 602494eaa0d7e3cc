import type { ModelSet } from './assessment.js';
import type { Finding } from './finding.js';

/**
 * What holds for every state of a training is said of the one that stands for all. Errors are said of every file:
 * each of them must be settled before it is published.
 */
export function oncePerRun(findings: readonly Finding[], sets: readonly ModelSet[]): Finding[] {
  const modelOf = new Map(
    sets.flatMap(({ native, checkpoints = [] }) => checkpoints.map(({ path }) => [path, native] as const)),
  );
  const key = (path: string, { rule, kind, message, severity, accepted }: Finding): string =>
    JSON.stringify([path, rule, kind, message, severity, accepted]);
  const said = new Set(findings.map((finding) => key(finding.path, finding)));
  return findings.filter((finding) => {
    const model = modelOf.get(finding.path);
    return model === undefined || finding.severity === 'error' || !said.has(key(model, finding));
  });
}
