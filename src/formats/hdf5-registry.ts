import type { Format } from './format.js';
import { hdf5 } from './hdf5.js';
import { hickle } from './hickle.js';
import { jld2 } from './jld2.js';
import { kerasH5Legacy } from './keras-h5-legacy.js';
import { kerasV3Zip } from './keras-v3-zip.js';
import { kerasWeightsH5 } from './keras-weights-h5.js';
import { kerasWeightsSharded } from './keras-weights-sharded.js';
import { matlabV4 } from './matlab-v4.js';
import { matlabV5 } from './matlab-v5.js';
import { matlabV73Hdf5 } from './matlab-v73-hdf5.js';
import { octaveHdf5 } from './octave-hdf5.js';
import { octaveText } from './octave-text.js';
import { rRdata } from './r-rdata.js';
import { rRds } from './r-rds.js';

/** Formats in HDF5, of Keras, MATLAB, Octave and R: most special first. */
export const hdf5Formats: readonly Format[] = [
  kerasV3Zip,
  kerasH5Legacy,
  kerasWeightsH5,
  kerasWeightsSharded,
  matlabV73Hdf5,
  octaveHdf5,
  jld2,
  hickle,
  hdf5,
  matlabV5,
  matlabV4,
  octaveText,
  rRdata,
  rRds,
];
