import type { Limits } from '../bytes/limits.js';
import { certain, type Format, type ModelInput, NO } from './format.js';
import { genericContents, hdf5 } from './hdf5.js';
import { type Hdf5Contents, hdf5Tensors, readHdf5 } from './hdf5-contents.js';
import { hdf5Root } from './hdf5-root.js';

const MARK = 'OCTAVE_NEW_FORMAT';

/** What Octave's `save -hdf5` writes: a group for each variable with its type and its value, transposed. */
export const octaveHdf5: Format = {
  ...hdf5,
  id: 'octave-hdf5',
  name: 'Octave workspace (HDF5)',
  family: 'science',
  container: 'hdf5',
  signature: `HDF5 whose groups have the attribute ${MARK}`,
  aliases: [],
  specializes: 'hdf5',
  facts: {
    ...hdf5.facts,
    disclosure: 'source',
    steward: 'GNU Octave developers',
    specification: 'https://docs.octave.org/latest/Simple-File-I_002fO.html',
  },
  async recognize(glimpse) {
    const root = await hdf5Root(glimpse);
    const [first] = root?.members ?? [];
    const variable = first === undefined ? null : await root?.group(first);
    return variable?.attributes.has(MARK) ? certain(`HDF5 whose groups have the attribute ${MARK}`) : NO;
  },
  async inspect(model, limits) {
    const contents = genericContents(await read(model, limits), new Set([MARK]));
    contents.facts.unshift({
      key: 'variables',
      value: [...new Set(contents.tensors.map(({ name }) => name.split('.')[0]))],
      where: 'root group',
    });
    return contents;
  },
  async *tensors(model, limits) {
    yield* hdf5Tensors(await read(model, limits));
  },
};

/** `w/value` is the variable `w`; fields of structures are `s/value/f/value`. Types are no tensors. */
async function read({ source }: ModelInput, limits: Limits): Promise<Hdf5Contents> {
  const hdf5 = await readHdf5(source, limits);
  hdf5.tensors = hdf5.tensors.filter(({ object }) => !object.path.endsWith('/type'));
  for (const { info } of hdf5.tensors)
    info.name = info.name
      .split('/')
      .filter((part, i) => !(part === 'value' && i % 2 === 1))
      .join('.');
  return hdf5;
}
