import type { ClusterModel } from '../../formats/structure/statistical-model.js';
import type { InputColumn } from '../predictions/rows.js';
import { firstCluster, inputsOf } from '../predictions/statistics.js';
import { type Body, freeName, miningSchema, namesOf, outputOf } from './document.js';
import { element, numberText } from './element.js';

/** Clusters by their centers; the identifier of a cluster is its number as its framework counts. */
export function clustersBody(model: ClusterModel, columns: readonly InputColumn[] = inputsOf(model)): Body {
  const { fields, centers, sizes } = model;
  const first = firstCluster(model);
  const levels = centers.map((_, i) => String(i + first));
  const target = { name: freeName('cluster', namesOf(...columns)), levels };
  return {
    derived: [],
    target,
    model: element(
      'ClusteringModel',
      { functionName: 'clustering', modelClass: 'centerBased', numberOfClusters: centers.length },
      [
        miningSchema(columns, null),
        outputOf(namesOf(...columns, target), 'classification'),
        element('ComparisonMeasure', { kind: 'distance', compareFunction: 'absDiff' }, [element('squaredEuclidean')]),
        ...fields.map(({ name }) => element('ClusteringField', { field: name })),
        ...centers.map((center, i) =>
          element('Cluster', { id: i + first, name: String(i + first), size: sizes[i] }, [
            element('Array', { n: center.length, type: 'real' }, [center.map(numberText).join(' ')]),
          ]),
        ),
      ],
    ),
  };
}
