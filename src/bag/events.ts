import { layoutOf } from './bag-layout.js';
import type { BagPlan } from './bag-plan.js';
import { besideModel } from './facts.js';
import type { WrittenBag } from './write.js';

/** One event in PREMIS terms (Library of Congress, event types of the PREMIS data dictionary 3.0). */
export interface BagEvent {
  type:
    | 'message digest calculation'
    | 'format identification'
    | 'normalization'
    | 'filename change'
    | 'packing'
    | 'validation'
    | 'fixity check';
  date: string;
  agent: string;
  object: string;
  outcome: 'success';
  detail: string;
}

/** `modelbag/events/1`: what was done, when, by what. It lies beside the zip, since it differs from run to run. */
export interface EventsDocument {
  schema: 'modelbag/events/1';
  bag: { name: string; size: number; sha256: string };
  events: BagEvent[];
  /** Stated, so that nobody assumes it. */
  notDone: string[];
}

export interface Happened {
  now: Date;
  agent: string;
  /** Open copies that were made for the bag, each read back and compared with its model. */
  copies: readonly { native: string; path: string; proof: { verdict: string } }[];
}

/** The events of a bag that was just written and verified; what lies beside it was written and verified with it. */
export function eventsOf(plan: BagPlan, bag: WrittenBag, { now, agent, copies }: Happened): EventsDocument {
  const { form, extension } = layoutOf(plan.layout);
  const name = `${plan.name}${extension}`;
  const paths = [...plan.members, ...plan.apart].map(({ path }) => path);
  const models = paths.filter((path) => /^data\/(models|exports)\//.test(path)).length;
  const event = (type: BagEvent['type'], detail: string): BagEvent => ({
    type,
    date: `${now.toISOString().slice(0, 19)}Z`,
    agent,
    object: name,
    outcome: 'success',
    detail,
  });
  return {
    schema: 'modelbag/events/1',
    bag: { name, size: bag.size, sha256: bag.sha256 },
    events: [
      event('message digest calculation', `SHA-256 of ${paths.length} files, calculated while they were read`),
      event('format identification', `${models} files of models and exports, by content, none executed`),
      ...copies.map(({ native, path, proof: { verdict } }) =>
        event(
          'normalization',
          `${besideModel(native, path)} made of ${native}, read back and compared: ${verdict.replaceAll('-', ' ')}`,
        ),
      ),
      ...(plan.renamed.length > 0
        ? [event('filename change', `${plan.renamed.length} files, whose original names names.json tells`)]
        : []),
      event('packing', `BagIt 1.0 and RO-Crate, a ${form} without compression`),
      event('validation', 'structure of the BagIt bag and of the RO-Crate in it'),
      event('fixity check', 'the written bag was read back and every digest compared'),
    ],
    notDone: ['virus check', 'execution of any model'],
  };
}
