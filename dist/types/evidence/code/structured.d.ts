import type { KeyPath, StructuredText } from '../../containers/yaml-document.js';
import type { Value } from './value.js';
/** A parsed configuration as a value whose scalars remember key and line. */
export declare function structuredValue(value: unknown, path: string, keys: KeyPath, text: StructuredText, depth?: number): Value;
