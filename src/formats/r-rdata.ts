import { workspaceMagic } from '../containers/r-serialization.js';
import { certain, type Format, NO } from './format.js';
import { inspectR, rTensors } from './r-contents.js';
import { RDATA_PUIDS } from './r-facts.js';
import { R_FACTS } from './r-rds.js';
import { rStructure } from './structure/r-structure.js';

/** Named R objects, as `save` and `save.image` write them. */
export const rRdata: Format = {
  id: 'r-rdata',
  name: 'R workspace (RData)',
  extensions: ['.rdata', '.rda'],
  family: 'r',
  container: 'none',
  signature: '"RDX2", "RDX3", "RDA2" or "RDA3" and a line feed at 0, usually compressed',
  aliases: ['R workspace'],
  ownsCompression: true,
  facts: { ...R_FACTS, puids: RDATA_PUIDS },
  recognize({ head }) {
    const magic = workspaceMagic(head);
    return magic === null ? NO : certain(`magic ${magic}`);
  },
  inspect: ({ source }, limits) => inspectR(source, limits),
  tensors: ({ source }, limits) => rTensors(source, limits),
  structure: ({ source }) => rStructure(source),
};
