import type { Refusal } from '../collect/collection.js';
import type { ModelReport, ModelSet, Verdict } from './assessment.js';
import type { Finding } from './finding.js';
import { count } from './quote.js';

/** What a summary is made of. */
export interface Summarized {
  verdict: Verdict;
  models: readonly ModelReport[];
  sets: readonly ModelSet[];
  findings: readonly Finding[];
  refused: readonly Refusal[];
}

/** One or two sentences for a person who reads nothing else. */
export const summarize = (found: Summarized): string => `${opening(found)} ${aboutModels(found)}`;

/** Each error is one thing to settle; warnings of one rule are one thing to improve. */
function opening({ verdict, findings }: Summarized): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = new Set(findings.filter(({ severity }) => severity === 'warning').map(({ rule }) => rule)).size;
  if (verdict === 'fail') return `Not ready to publish: ${count(errors, 'thing')} must be settled first.`;
  if (verdict === 'attention') return `Can be archived; ${count(warnings, 'thing')} would make it a better archive.`;
  return 'Ready to archive.';
}

function aboutModels({ models, sets, refused }: Summarized): string {
  const elsewhere = refused.filter(({ kind }) => kind === 'unfetched').length;
  const missing = elsewhere > 0 ? ` ${count(elsewhere, 'declared model')} could not be fetched.` : '';
  if (models.length === 0) return `No model file was found.${missing}`;
  const dangerous = models.filter(({ safety }) => safety.verdict === 'dangerous').length;
  const warning = dangerous > 0 ? ` ${count(dangerous, 'file is', 'files are')} dangerous to load.` : '';
  const closed = models.filter(({ safety }) => safety.status === 'error').length;
  const unopened = closed > 0 ? `, ${closed} not opened` : '';
  return `${count(models.length, 'model file')}${unopened}${preservation(sets)}.${warning}${missing}`;
}

/** Judged by sets: a native model and its copies are one model. */
function preservation(sets: readonly ModelSet[]): string {
  if (sets.length === 0) return ', none of which could be read';
  const preservable = sets.filter(({ promise }) => promise === 'preservable').length;
  const proven = sets.filter(({ proof }) => proof === 'tensors').length;
  const proof = proven > 0 ? `, ${proven} proven equal to an open copy` : '';
  return `, ${preservable} of ${count(sets.length, 'model')} preservable${proof}`;
}
