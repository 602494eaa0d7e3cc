import { numberReader } from '../formats/element-numbers.js';
import { numberElements } from '../formats/element-text.js';
import { WEIGHTS_HEADER } from '../formats/weights-text.js';
import { indexOf } from '../reproduce/differences.js';
import { allBytes, type Exportable, exportable } from './exportable.js';
import type { Exporter } from './exporter.js';
import { proveTensors } from './prove-tensors.js';
import { tooLarge } from './text-size.js';

/** One row an element (RFC 4180): tensor, dtype, shape as `3x4`, index as `0 1`, value. For small models. */
export const toCsv: Exporter = {
  id: 'csv',
  extension: '.csv',
  title: 'tensors of a small model as a table, one row a number, every number exact',
  proof: 'tensors',
  async plan(model, stem, options) {
    const { kept, leftOut } = exportable(model, ({ name, dtype }) => {
      if (/[\r\n]/.test(name)) return 'its name has line breaks, which tables do not hold';
      if (/^[=+@\t-]/.test(name)) return 'spreadsheets would run its name as a formula';
      return numberReader(dtype)?.parts === 1 ? null : `values of dtype ${dtype} are not single numbers`;
    });
    const refusal = tooLarge('CSV', kept, leftOut, options);
    if (refusal) return refusal;
    const file = {
      name: `${stem}.weights.csv`,
      async *bytes() {
        yield Buffer.from(`${WEIGHTS_HEADER}\n`);
        for (const tensor of kept) yield Buffer.from(await rowsOf(tensor));
      },
    };
    return { files: [file], leftOut, prove: proveTensors(kept) };
  },
};

async function rowsOf(tensor: Exportable): Promise<string> {
  const { name, dtype, shape, elements } = tensor;
  const start = `${cell(name)},${dtype},${shape.join('x')}`;
  // An empty tensor is a row without a value.
  if (elements === 0) return `${start},,\n`;
  const values = numberElements(dtype, await allBytes(tensor), elements);
  return values
    .map((value, at) => `${start},${indexOf(at, shape).join(' ')},${Object.is(value, -0) ? '-0' : value}\n`)
    .join('');
}

const cell = (text: string): string => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
