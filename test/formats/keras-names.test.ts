import { describe, expect, it } from '@jest/globals';
import type { Hdf5Contents } from '../../src/formats/hdf5-contents.js';
import { type KerasModel, nameKerasVariables } from '../../src/formats/keras-names.js';

/** Contents of a weights file with these datasets by path, as far as naming looks at them. */
function weights(shapes: Record<string, number[]>): Hdf5Contents {
  const groups = new Set(['/']);
  for (const path of Object.keys(shapes))
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) groups.add(path.slice(0, at));
  const objects = [...groups].sort().map((path, address) => ({ path, kind: 'group', header: { address } }));
  const tensors = Object.entries(shapes).map(([path, shape]) => ({
    object: { path },
    info: { name: path.slice(1), shape },
  }));
  return { listing: { objects }, tensors, attributes: new Map() } as unknown as Hdf5Contents;
}

const UNKNOWN: KerasModel = { layers: new Map(), groupNames: new Map(), inputNumbers: new Map() };
const namesIn = ({ tensors }: Hdf5Contents): string[] => tensors.map(({ info }) => info.name);

describe('names of the variables of a Keras weights file', () => {
  it('follow from layers, while what Keras 2 measured keeps its paths and hides nothing', () => {
    const file = weights({
      '/_layer_checkpoint_dependencies/dense/vars/0': [4, 2],
      '/_layer_checkpoint_dependencies/dense/vars/1': [2],
      '/metrics/mean/vars/0': [],
      '/metrics/mean_metric_wrapper/vars/0': [],
    });
    expect(nameKerasVariables(file, UNKNOWN)).toEqual([]);
    expect(namesIn(file)).toEqual([
      'dense/kernel',
      'dense/bias',
      'metrics/mean/vars/0',
      'metrics/mean_metric_wrapper/vars/0',
    ]);
  });

  it('are told to be missing where a class is not known', () => {
    const file = weights({ '/layers/my_own/vars/0': [4, 2] });
    expect(nameKerasVariables(file, UNKNOWN)).toEqual(['/layers/my_own/vars']);
    expect(namesIn(file)).toEqual(['layers/my_own/vars/0']);
  });
});
