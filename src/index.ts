/** The public library: the same values as the JSON documents of the command line, typed. */
export type { Assessment, InspectDocument, ModelReport, ModelSet, Openness, Safety } from './assess/assessment.js';
export type { Finding } from './assess/finding.js';
export { assessModel } from './assess/model.js';
export { type Audit, type AuditOptions, audit } from './audit.js';
export type { PackDocument } from './bag/document.js';
export { type VerifyReport, verifyBag as verify } from './bag/verify.js';
export { loadConfig } from './collect/load-config.js';
export { type Config, DEFAULT_CONFIG } from './config.js';
export type { Evidence } from './evidence/evidence.js';
export { inspectModel, openModelStructure } from './formats/inspect.js';
export type { Inspection } from './formats/inspection.js';
export type { Structure } from './formats/structure/structure.js';
export { readNumbers, readStrings } from './formats/tensor-values.js';
export { type PackOptions, pack } from './pack.js';
export { diskAccess } from './tree/disk-access.js';
export { openTree } from './tree/open.js';
export type { SourceTree } from './tree/tree.js';
export { UsageError } from './usage-error.js';
