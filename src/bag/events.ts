import { count } from '../assess/quote.js';
import { besideFile } from '../formats/file-access.js';
import { layoutOf } from './bag-layout.js';
import type { BagPlan } from './bag-plan.js';
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
      event('message digest calculation', `SHA-256 of ${count(paths.length, 'file')}, calculated while being read`),
      event('format identification', `${count(models, 'file')} of models and exports, by content, none executed`),
      ...copies.map(({ native, path, proof: { verdict } }) =>
        event(
          'normalization',
          `${besideFile(native, path)} made of ${native}, read back and compared: ${verdict.replaceAll('-', ' ')}`,
        ),
      ),
      ...(plan.renamed.length > 0
        ? [event('filename change', `${count(plan.renamed.length, 'file')}; names.json tells the original names`)]
        : []),
      event('packing', `BagIt 1.0 and RO-Crate, a ${form} without compression`),
      event('validation', 'structure of the BagIt bag and of the RO-Crate in it'),
      event('fixity check', 'the written bag was read back and every digest compared'),
    ],
    notDone: ['virus check', 'execution of any model'],
  };
}
