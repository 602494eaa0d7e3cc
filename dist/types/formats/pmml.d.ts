import { type Format } from './format.js';
export declare const pmml: Format;
/** The head of an XML document without comments, so that words in them tell nothing; empty for anything else. */
export declare function beginning(head: Uint8Array): string;
/** UTF-8 or, by its byte order mark, UTF-16; what is neither becomes U+FFFD. */
export declare function decode(bytes: Uint8Array): string;
