import type { ExportPlan, NotPossible } from './exporter.js';

/** A model that a target cannot hold: an answer with its reason and what to do instead, no failure. */
export class NotExportable extends Error {
  override readonly name = 'NotExportable';
  constructor(
    readonly reason: string,
    readonly instead = '',
  ) {
    super(reason);
  }
}

/** The plan, or the answer why there is none. `instead` is what to run where the refusal itself does not say. */
export async function planOrRefusal(
  plan: () => Promise<ExportPlan>,
  instead: string,
): Promise<ExportPlan | NotPossible> {
  try {
    return await plan();
  } catch (error) {
    if (!(error instanceof NotExportable)) throw error;
    return { reason: error.reason, instead: error.instead || instead };
  }
}
