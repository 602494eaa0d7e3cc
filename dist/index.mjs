import library from './index.cjs';
export const { DEFAULT_CONFIG, UsageError, assessModel, audit, diff, diskAccess, inspectModel, loadConfig, openModelStructure, openTree, pack, readNumbers, readStrings, verify } = library;
