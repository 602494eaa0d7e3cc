import { isSerialization } from '../containers/r-serialization.js';
import { certain, type Format, type FormatFacts, NO } from './format.js';
import { inspectR, rTensors } from './r-contents.js';
import { rStructure } from './structure/r-structure.js';

/** Facts that both files of R share. */
export const R_FACTS: FormatFacts = {
  disclosure: 'documented',
  steward: 'R Foundation',
  specification: 'https://cran.r-project.org/doc/manuals/r-release/R-ints.html#Serialization-Formats',
  encoding: 'binary',
  holds: 'anything',
  independent: false,
  worstLoading: 'code',
  openExport: 'pmml',
};

/** One R object, as `saveRDS` writes it. */
export const rRds: Format = {
  id: 'r-rds',
  name: 'R object (RDS)',
  extensions: ['.rds'],
  family: 'r',
  container: 'none',
  signature: '"X", "A" or "B", a line feed and version 2 or 3 at 0, usually compressed',
  aliases: ['saveRDS'],
  ownsCompression: true,
  facts: R_FACTS,
  recognize: ({ head }) => (isSerialization(head) ? certain('header of an R serialization') : NO),
  inspect: ({ source }, limits) => inspectR(source, limits),
  tensors: ({ source }, limits) => rTensors(source, limits),
  structure: ({ source }) => rStructure(source),
};
