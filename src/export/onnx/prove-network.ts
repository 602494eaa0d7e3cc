import { FormatError } from '../../bytes/format-error.js';
import { openModelStructure } from '../../formats/open-contents.js';
import type { ModelPlace } from '../../reproduce/compare.js';
import { evaluateNetwork } from '../network/evaluate.js';
import type { Network } from '../network/network.js';
import type { NumberArray } from '../network/number-array.js';
import { type Answer, comparePredictions } from '../predictions/compare.js';
import { generateSamples, type Samples } from '../predictions/samples.js';
import type { ProofResult } from '../proof.js';
import { evaluateOnnx } from './reading/evaluate.js';
import { numbers, type Value } from './reading/value.js';

/** Compares what the layers give with what the written graph gives, read back, both in double floats. */
export async function proveNetwork(network: Network, written: ModelPlace): Promise<ProofResult> {
  const samples = generateSamples(network);
  const names = network.outputs.map(({ name }) => name);
  const wanted = answersOf(names, await evaluateNetwork(network, samples.feeds), samples.count);
  return comparePredictions(wanted, await writtenAnswers(written, names, samples), samples.about);
}

/** What a written graph answers to samples, its outputs in their order. */
async function writtenAnswers(
  written: ModelPlace,
  names: readonly string[],
  { feeds, count }: Samples,
): Promise<Iterable<Answer>> {
  const { structure, close } = await openModelStructure(written.path, written.files);
  try {
    if (structure?.kind !== 'graph') throw new FormatError('invalid-structure', 'expected a graph in the written file');
    const values = [...feeds.values()];
    const inputs = structure.inputs.map(({ name }, i): [string, Value] => [name, values[i] as NumberArray]);
    const outputs = [...(await evaluateOnnx(structure, new Map(inputs))).values()];
    return answersOf(
      names,
      outputs.map((output) => ({ shape: output.shape, data: numbers(output) })),
      count,
    );
  } finally {
    await close();
  }
}

/** Row by row, since answers as objects take many times the room of their numbers. */
function* answersOf(names: readonly string[], outputs: readonly NumberArray[], count: number): Generator<Answer> {
  for (let row = 0; row < count; row++)
    yield outputs.flatMap(({ data }, output) => {
      const width = data.length / count;
      const name = names[output] ?? `output ${output}`;
      return Array.from(data.subarray(row * width, (row + 1) * width), (value, i) => ({
        name: width === 1 ? name : `${name}[${i}]`,
        value,
      }));
    });
}
