import { type ByteSource } from '../bytes/source.js';
/**
 * The same source with small reads served from a window. The window grows while reads go forward and shrinks after a
 * jump, so that walking a short structure between huge payloads reads little of the payloads.
 */
export declare function windowedSource(source: ByteSource): ByteSource;
