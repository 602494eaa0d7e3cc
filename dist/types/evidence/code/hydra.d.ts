import type { StructuredText } from '../../containers/yaml-document.js';
import type { Machine } from './machine.js';
import type { CallEvent, Value } from './value.js';
/**
 * A configuration with what its `defaults` list adds (Hydra's composition): each group's file under the name of
 * the group, files without a group at the top, the file's own keys last unless `_self_` says otherwise.
 */
export declare function composedValue(path: string, text: StructuredText, all: ReadonlyMap<string, StructuredText>, depth?: number): Value;
/** Makes what a configuration describes by `_target_`, nested descriptions first. */
export declare function instantiated(machine: Machine, event: CallEvent): Value | undefined;
