import type { Severity } from '../finding.js';
import type { Rule } from '../rule.js';
import { absentBlob } from './absent-blob.js';
import { adapterBase } from './adapter-base.js';
import { brokenModel } from './broken-model.js';
import { checkpointsSingle } from './checkpoints-single.js';
import { citationInvalid } from './citation-invalid.js';
import { citationMissing } from './citation-missing.js';
import { closedFormatOnly } from './closed-format-only.js';
import { codeNeededToLoad } from './code-needed-to-load.js';
import { dangerousModel } from './dangerous-model.js';
import { depositDisagrees } from './deposit-disagrees.js';
import { embeddedPaths } from './embedded-paths.js';
import { embeddedTrainingData } from './embedded-training-data.js';
import { exceptionUnused } from './exception-unused.js';
import { externalReference } from './external-reference.js';
import { factsConflict } from './facts-conflict.js';
import { formatExtensionMismatch } from './format-extension-mismatch.js';
import { frameworkMismatch } from './framework-mismatch.js';
import { frameworkNotPinned } from './framework-not-pinned.js';
import { hardwareUnrecorded } from './hardware-unrecorded.js';
import { hostileName } from './hostile-name.js';
import { leftOut } from './left-out.js';
import { lfsPointerModel } from './lfs-pointer-model.js';
import { licenseMissing } from './license-missing.js';
import { modelCardMissing } from './model-card-missing.js';
import { modelNotFetched } from './model-not-fetched.js';
import { modelWithoutScript } from './model-without-script.js';
import { noModels } from './no-models.js';
import { nonPortableName } from './non-portable-name.js';
import { notAModelPage } from './not-a-model-page.js';
import { personalDetails } from './personal-details.js';
import { polyglotModel } from './polyglot-model.js';
import { secretInRepository } from './secret-in-repository.js';
import { seedMissing } from './seed-missing.js';
import { seedNotRecorded } from './seed-not-recorded.js';
import { seedPartial } from './seed-partial.js';
import { staleExport } from './stale-export.js';
import { staleRunRecord } from './stale-run-record.js';
import { stateDictPreferred } from './state-dict-preferred.js';
import { symlinkEscape } from './symlink-escape.js';
import { trainingDataUncited } from './training-data-uncited.js';
import { trainingScriptMissing } from './training-script-missing.js';
import { unexplainedBytes } from './unexplained-bytes.js';
import { unpinnedEnvironment } from './unpinned-environment.js';
import { unreadEvidence } from './unread-evidence.js';
import { unreadModel } from './unread-model.js';
import { unsafeLoading } from './unsafe-loading.js';
import { versionMismatch } from './version-mismatch.js';

/** Every rule, in the order in which tables and documentation list them: safety, models, making, documents, files. */
export const RULES: readonly Rule[] = [
  dangerousModel,
  secretInRepository,
  lfsPointerModel,
  embeddedTrainingData,
  brokenModel,
  unreadModel,
  notAModelPage,
  polyglotModel,
  externalReference,
  formatExtensionMismatch,
  unexplainedBytes,
  unsafeLoading,
  exceptionUnused,
  hostileName,
  closedFormatOnly,
  staleExport,
  stateDictPreferred,
  codeNeededToLoad,
  adapterBase,
  checkpointsSingle,
  trainingScriptMissing,
  modelWithoutScript,
  seedMissing,
  seedNotRecorded,
  seedPartial,
  unpinnedEnvironment,
  frameworkNotPinned,
  frameworkMismatch,
  staleRunRecord,
  factsConflict,
  hardwareUnrecorded,
  trainingDataUncited,
  licenseMissing,
  citationMissing,
  citationInvalid,
  versionMismatch,
  depositDisagrees,
  modelCardMissing,
  embeddedPaths,
  personalDetails,
  absentBlob,
  modelNotFetched,
  symlinkEscape,
  leftOut,
  nonPortableName,
  unreadEvidence,
  noModels,
];

/** Ids of all rules, for `explain`, configuration and documentation. */
export const ruleIds: readonly string[] = RULES.map(({ id }) => id);

const SEVERITY = new Map(RULES.map(({ id, severity }) => [id, severity]));

/** Severity of a rule before any configuration; an id that no rule has is our bug. */
export function severityOf(rule: string): Severity {
  const severity = SEVERITY.get(rule);
  if (severity === undefined) throw new Error(`there is no rule ${rule}`);
  return severity;
}
