import { FIELD_BUDGET, walkFields } from '../containers/protobuf.js';
import { windowedSource } from '../containers/windowed-source.js';
import { certain, emptyContents, type Format, NO, where } from './format.js';
import { readMetaGraph } from './tensorflow-graph-binary.js';
import { tensorflowGraphDef } from './tensorflow-graphdef.js';
import { addOperators } from './tensorflow-operators.js';

/** The key of field 1, a message: its MetaInfoDef. */
const META_INFO = 0x0a;

/** The graph that TensorFlow 1 saved beside each checkpoint. */
export const tensorflowMetaGraph: Format = {
  id: 'tensorflow-metagraph',
  name: 'TensorFlow MetaGraph',
  extensions: ['.meta'],
  family: 'tensorflow',
  container: 'protobuf',
  signature: 'MetaInfoDef (field 1) and GraphDef (field 2)',
  facts: {
    ...tensorflowGraphDef.facts,
    specification: 'https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/protobuf/meta_graph.proto',
  },

  recognize: where(
    ({ head }) => head[0] === META_INFO,
    async ({ source }) => {
      const seen = new Set<number>();
      const windowed = windowedSource(source);
      for await (const field of walkFields(windowed, 0, source.size, { left: 64 }, 'cut')) {
        if (field.wire !== 2 || field.number > 7) return NO;
        // MetaInfoDef begins with the list of operators that the graph uses; a node begins with its name.
        if (seen.size === 0) {
          for await (const part of walkFields(windowed, field.start, field.end, { left: 4 }, 'cut')) {
            if (part.number === 2 && !(await beginsWithMessage(windowed, part))) return NO;
            if (part.number !== 1) break;
          }
        }
        if (field.number === 2 && !(await beginsWithMessage(windowed, field))) return NO;
        seen.add(field.number);
        if (seen.has(1) && seen.has(2)) return certain('MetaGraphDef message');
      }
      return NO;
    },
  ),

  async inspect({ source }) {
    const graph = await readMetaGraph(
      { source: windowedSource(source), budget: { left: FIELD_BUDGET } },
      { start: 0, end: source.size },
    );
    const contents = emptyContents('program');
    addOperators([graph], contents);
    contents.facts.push({ key: 'tags', value: graph.tags, where: 'meta_info_def.tags' });
    if (graph.tensorflowVersion)
      contents.facts.push({
        key: 'tensorflow_version',
        value: graph.tensorflowVersion,
        where: 'meta_info_def.tensorflow_version',
      });
    contents.needs.push({
      package: 'tensorflow',
      version: graph.tensorflowVersion,
      evidence: 'meta_info_def.tensorflow_version',
    });
    return contents;
  },
};

/** OpList holds messages in field 1. */
async function beginsWithMessage(
  source: Parameters<typeof walkFields>[0],
  at: { start: number; end: number },
): Promise<boolean> {
  for await (const field of walkFields(source, at.start, at.end, { left: 1 }, 'cut'))
    return field.number === 1 && field.wire === 2;
  return false;
}
