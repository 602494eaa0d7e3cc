import type { Run } from '../../evidence/evidence.js';
import { list } from '../quote.js';
import type { Rule } from '../rule.js';

const changed = (files: Run['outputs']): string[] =>
  files.filter(({ state }) => state === 'changed').map(({ path }) => path);

export const staleRunRecord: Rule = {
  id: 'stale-run-record',
  title: 'The record of a run describes other files than those that are here',
  severity: 'warning',
  guideline: 'S3',
  *check({ evidence }) {
    for (const run of evidence.runs ?? []) {
      if (run.exitCode !== 0 && run.exitCode !== null) continue;
      const outputs = changed(run.outputs);
      const inputs = changed(run.inputs);
      const again =
        'Run the training again with `modelbag record`, and commit the record together with what the run wrote.';
      for (const path of outputs)
        yield {
          path,
          kind: 'output-changed',
          message: `It holds other bytes than the run of ${list([run.path])} wrote: it was made or changed later, by something that nobody recorded.`,
          advice: again,
        };
      if (inputs.length > 0 && outputs.length === 0)
        yield {
          path: run.path,
          kind: 'input-changed',
          confidence: 'medium',
          message: `${list(inputs)} changed after the recorded run: another run would read other input than the one that made the model.`,
          advice: again,
        };
    }
  },
};
