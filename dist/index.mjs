import library from './index.cjs';
export const { DEFAULT_CONFIG, UsageError, assessModel, audit, diskAccess, inspectModel, loadConfig, openTree, pack, verify } = library;
