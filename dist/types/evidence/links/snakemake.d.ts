import { type LinkReader } from './link.js';
/** Rules of Snakemake: `output:` beside `script:` or `shell:`. The header of a rule is indented text, not Python. */
export declare const snakemakeLinks: LinkReader;
