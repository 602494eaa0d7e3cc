import { FormatError } from '../../bytes/format-error.js';
import { openModelStructure } from '../../formats/open-contents.js';
import type { Graph } from '../../formats/structure/structure.js';
import type { ModelPlace } from '../../reproduce/compare.js';
import type { Answer } from '../predictions/compare.js';
import type { InputColumn, Row } from '../predictions/rows.js';
import { evaluateOnnx } from './reading/evaluate.js';
import { type Value, value } from './reading/value.js';

/** What an ONNX file that takes columns answers for rows, read back and evaluated. */
export async function onnxAnswers(
  written: ModelPlace,
  columns: readonly InputColumn[],
  rows: readonly Row[],
): Promise<Iterable<Answer>> {
  const { structure, close } = await openModelStructure(written.path, written.files);
  try {
    if (structure?.kind !== 'graph') throw new FormatError('invalid-structure', 'expected a graph in the written file');
    const outputs = await evaluateOnnx(structure, feedsOf(structure, columns, rows));
    return answersIn(outputs, rows.length);
  } finally {
    await close();
  }
}

/** One matrix of all columns, or one input a column. */
function feedsOf({ inputs }: Graph, columns: readonly InputColumn[], rows: readonly Row[]): Map<string, Value> {
  const cells = (column: InputColumn): (string | number | null)[] => rows.map((row) => row[column.name] ?? null);
  if (inputs.length === 1 && columns.every(({ levels }) => !levels)) {
    const data = new Float64Array(rows.length * columns.length);
    let at = 0;
    for (const row of rows) for (const { name } of columns) data[at++] = Number(row[name] ?? Number.NaN);
    return new Map([[inputs[0]?.name ?? '', value([rows.length, columns.length], data)]]);
  }
  return new Map(
    inputs.map(({ name }, i) => {
      const column = columns[i] as InputColumn;
      const all = cells(column);
      const shape = [rows.length, 1];
      return [
        name,
        column.levels
          ? { shape, data: all.map((cell) => String(cell ?? '')) }
          : value(
              shape,
              all.map((cell) => (cell === null ? Number.NaN : Number(cell))),
            ),
      ];
    }),
  );
}

function* answersIn(outputs: ReadonlyMap<string, Value>, rows: number): Generator<Answer> {
  for (let row = 0; row < rows; row++) yield [...outputs].flatMap(([name, output]) => rowOf(name, output, row, rows));
}

function rowOf(name: string, { data }: Value, row: number, rows: number): Answer {
  const width = data.length / rows;
  return Array.from({ length: width }, (_, i) => ({
    name: width === 1 ? name : `${name}[${i}]`,
    value: data[row * width + i] as number | string,
  }));
}
