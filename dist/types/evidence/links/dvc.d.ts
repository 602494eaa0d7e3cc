import { type LinkReader } from './link.js';
/** Stages of a DVC pipeline: what they are declared to write (`dvc.yaml`), and what they wrote (`dvc.lock`, with digests). */
export declare const dvcLinks: LinkReader;
