import type { BagFacts } from '../facts.js';
import { type Entity, reference } from './entity.js';

/** What differs between the versions of RO-Crate that a bag can have. */
export interface CrateVersion {
  context: unknown;
  /** What the descriptor conforms to. */
  specification: string;
  /** What the root conforms to besides, as an entity. */
  profile?: Entity;
  /** An action must name what it was done with. */
  needsInstrument: boolean;
  /** Type of the page that documents a format. */
  formatPage: 'WebPage' | 'WebSite';
}

const WORKFLOW_RUN = 'https://w3id.org/ro/terms/workflow-run';
const PROCESS_RUN: Entity = {
  '@id': 'https://w3id.org/ro/wfrun/process/0.5',
  '@type': 'CreativeWork',
  name: 'Process Run Crate',
  version: '0.5',
};

const VERSIONS: Readonly<Record<BagFacts['rocrate'], CrateVersion>> = {
  // The one permalink that 1.2 prescribes, and the term of Process Run Crate that it lacks: its own context would redefine sha256.
  '1.2': {
    context: ['https://w3id.org/ro/crate/1.2/context', { environment: `${WORKFLOW_RUN}#environment` }],
    specification: 'https://w3id.org/ro/crate/1.2',
    needsInstrument: false,
    formatPage: 'WebPage',
  },
  // Process Run Crate 0.5 builds on 1.1 and cannot be claimed with another version.
  '1.1': {
    context: ['https://w3id.org/ro/crate/1.1/context', `${WORKFLOW_RUN}/context`],
    specification: 'https://w3id.org/ro/crate/1.1',
    profile: PROCESS_RUN,
    needsInstrument: true,
    formatPage: 'WebSite',
  },
};

export const crateVersion = ({ rocrate }: Pick<BagFacts, 'rocrate'>): CrateVersion => VERSIONS[rocrate];

/** `conformsTo` of the root, where it claims a profile. */
export const claims = ({ profile }: CrateVersion): object => (profile ? { conformsTo: reference(profile['@id']) } : {});
