import type { ModelReport, ModelSet, Verdict } from './assessment.js';
import type { Finding } from './finding.js';
import { count } from './quote.js';

/** One or two sentences for a person who reads nothing else. */
export function summarize(
  verdict: Verdict,
  models: readonly ModelReport[],
  sets: readonly ModelSet[],
  findings: readonly Finding[],
): string {
  return `${opening(verdict, findings)} ${aboutModels(models, sets)}`;
}

function opening(verdict: Verdict, findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  if (verdict === 'fail') return `Not ready to publish: ${count(errors, 'thing')} must be settled first.`;
  if (verdict === 'attention') return `Can be archived; ${count(warnings, 'thing')} would make it a better archive.`;
  return 'Ready to archive.';
}

function aboutModels(models: readonly ModelReport[], sets: readonly ModelSet[]): string {
  if (models.length === 0) return 'No model file was found.';
  const total = count(models.length, 'model file');
  const dangerous = models.filter(({ safety }) => safety.verdict === 'dangerous').length;
  const warning = dangerous > 0 ? ` ${count(dangerous, 'file is', 'files are')} dangerous to load.` : '';
  if (sets.length === 0) return `${total}; none could be read.${warning}`;
  const preservable = sets.filter(({ promise }) => promise === 'preservable').length;
  const proven = sets.filter(({ proof }) => proof === 'tensors').length;
  const proof = proven > 0 ? `, ${proven} proven equal to an open copy` : '';
  return `${total} in ${count(sets.length, 'set')}: ${preservable} of ${sets.length} preservable${proof}.${warning}`;
}
