import { numberReader } from '../formats/element-numbers.js';
import { type Element, numberElements, stringElements } from '../formats/element-text.js';
import { WEIGHTS_SCHEMA } from '../formats/weights-text.js';
import { allBytes, type Exportable, exportable } from './exportable.js';
import type { Exporter } from './exporter.js';
import { proveTensors } from './prove-tensors.js';
import { tooLarge } from './text-size.js';

/** Tensors as nested lists of numbers that read back to the same bits; for small models. Layout: docs/exports.md. */
export const toJson: Exporter = {
  id: 'json',
  extension: '.json',
  title: 'tensors of a small model as JSON text, every number exact',
  proof: 'tensors',
  async plan(model, stem, options) {
    const { kept, leftOut } = exportable(model, ({ dtype }) =>
      dtype === 'string' || numberReader(dtype) ? null : `values of dtype ${dtype} are neither numbers nor strings`,
    );
    const refusal = tooLarge('JSON', kept, leftOut, options);
    if (refusal) return refusal;
    const { path, format, sha256 } = model;
    const source = { path: path.slice(path.lastIndexOf('/') + 1), format: format.id, sha256 };
    const file = {
      name: `${stem}.weights.json`,
      async *bytes() {
        yield Buffer.from(
          `{\n  "schema": ${JSON.stringify(WEIGHTS_SCHEMA)},\n  "source": ${JSON.stringify(source)},\n  "tensors": [`,
        );
        for (const [i, tensor] of kept.entries())
          yield Buffer.from(`${i === 0 ? '' : ','}\n    ${await tensorText(tensor)}`);
        yield Buffer.from('\n  ]\n}\n');
      },
    };
    return { files: [file], leftOut, prove: proveTensors(kept) };
  },
};

async function tensorText(tensor: Exportable): Promise<string> {
  const { name, dtype, shape, elements } = tensor;
  const bytes = await allBytes(tensor);
  const flat: Element[] = dtype === 'string' ? stringElements(bytes) : numberElements(dtype, bytes, elements);
  const values = nested(flat, shape);
  return `{ "name": ${JSON.stringify(name)}, "dtype": ${JSON.stringify(dtype)}, "shape": ${JSON.stringify(shape)}, "values": ${values} }`;
}

/** Row-major elements as text of nested lists. −0 is written as such, which `JSON.stringify` does not. */
function nested(elements: readonly Element[], shape: readonly number[]): string {
  let texts = elements.map((element) => (Object.is(element, -0) ? '-0' : JSON.stringify(element)));
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] as number;
    const rows = shape.slice(0, axis).reduce((product, outer) => product * outer, 1);
    texts = Array.from({ length: rows }, (_, row) => `[${texts.slice(row * size, (row + 1) * size).join(',')}]`);
  }
  return texts[0] ?? '[]';
}
