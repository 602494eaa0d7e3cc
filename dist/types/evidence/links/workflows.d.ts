import { type LinkReader } from './link.js';
/** Steps of a workflow that run a program, and later ones that publish files: `upload-artifact`, releases, `gh release upload`. */
export declare const workflowLinks: LinkReader;
