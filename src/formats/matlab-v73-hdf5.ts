import { certain, type Format, NO } from './format.js';
import { has } from './glimpse.js';
import { genericContents, hdf5 } from './hdf5.js';
import { readHdf5 } from './hdf5-contents.js';
import { hdf5Root } from './hdf5-root.js';

const HEADER_TEXT_BYTES = 116;

/** MAT-files of level 7.3: HDF5 behind a user block with MATLAB's own header. Arrays lie transposed. */
export const matlabV73Hdf5: Format = {
  ...hdf5,
  id: 'matlab-v73-hdf5',
  name: 'MATLAB MAT-file (7.3, HDF5)',
  extensions: ['.mat'],
  family: 'science',
  container: 'hdf5',
  signature: '"MATLAB 7.3" at 0 and the HDF5 signature at 512',
  specializes: 'hdf5',
  facts: {
    ...hdf5.facts,
    disclosure: 'documented',
    steward: 'MathWorks',
    specification: 'https://www.mathworks.com/help/matlab/import_export/mat-file-versions.html',
    mediaType: 'application/x-matlab-data',
    puid: 'fmt/828',
  },
  async recognize(glimpse) {
    return has(glimpse.head, 'MATLAB 7.3 MAT-file') && (await hdf5Root(glimpse)) !== null
      ? certain('HDF5 behind the header of MATLAB 7.3')
      : NO;
  },
  async inspect({ source }, limits) {
    const contents = genericContents(await readHdf5(source, limits));
    const header = Buffer.from(await source.read(0, HEADER_TEXT_BYTES))
      .toString('latin1')
      .replace(/[\0 ]+$/, '');
    contents.facts.unshift(
      { key: 'header_text', value: header, where: 'user block' },
      {
        key: 'transposed',
        value: true,
        where: 'dimensions are in the order of the file, which is that of MATLAB reversed',
      },
    );
    return contents;
  },
};
