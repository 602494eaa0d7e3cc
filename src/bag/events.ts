import { layoutOf } from './bag-layout.js';
import type { BagPlan } from './bag-plan.js';
import type { WrittenBag } from './write.js';

/** One event in PREMIS terms (Library of Congress, event types of the PREMIS data dictionary 3.0). */
export interface BagEvent {
  type: 'message digest calculation' | 'format identification' | 'packing' | 'validation' | 'fixity check';
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

/** The events of a bag that was just written and verified. */
export function eventsOf(plan: BagPlan, bag: WrittenBag, now: Date, agent: string): EventsDocument {
  const { form, extension } = layoutOf(plan.layout);
  const name = `${plan.name}${extension}`;
  const models = plan.members.filter((member) => /^data\/(models|exports)\//.test(member.path)).length;
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
      event('message digest calculation', `SHA-256 of ${plan.members.length} files, calculated while they were read`),
      event('format identification', `${models} files of models and exports, by content, none executed`),
      event('packing', `BagIt 1.0 and RO-Crate, a ${form} without compression`),
      event('validation', 'structure of the BagIt bag and of the RO-Crate in it'),
      event('fixity check', 'the written bag was read back and every digest compared'),
    ],
    notDone: ['virus check', 'execution of any model'],
  };
}
