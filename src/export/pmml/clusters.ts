import type { ClusterModel } from '../../formats/structure/statistical-model.js';
import { inputsOf } from '../predictions/statistics.js';
import { type Body, miningSchema } from './document.js';
import { element, numberText } from './element.js';

/** Clusters by their centers; the identifier of a cluster is its number from 1, as R has it. */
export function clustersBody(model: ClusterModel): Body {
  const { fields, centers, sizes } = model;
  const levels = centers.map((_, i) => String(i + 1));
  return {
    derived: [],
    target: { name: 'cluster', levels },
    model: element(
      'ClusteringModel',
      { functionName: 'clustering', modelClass: 'centerBased', numberOfClusters: centers.length },
      [
        miningSchema(inputsOf(model), null),
        element('Output', {}, [
          element('OutputField', {
            name: 'prediction',
            optype: 'categorical',
            dataType: 'string',
            feature: 'predictedValue',
          }),
        ]),
        element('ComparisonMeasure', { kind: 'distance', compareFunction: 'absDiff' }, [element('squaredEuclidean')]),
        ...fields.map(({ name }) => element('ClusteringField', { field: name })),
        ...centers.map((center, i) =>
          element('Cluster', { id: i + 1, name: String(i + 1), size: sizes[i] }, [
            element('Array', { n: center.length, type: 'real' }, [center.map(numberText).join(' ')]),
          ]),
        ),
      ],
    ),
  };
}
