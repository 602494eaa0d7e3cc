import { certain, type Format, NO } from './format.js';
import { has } from './glimpse.js';
import { genericContents, hdf5 } from './hdf5.js';
import { readHdf5 } from './hdf5-contents.js';
import { hdf5Root } from './hdf5-root.js';

const BEGINNING = 'HDF5-based Julia Data Format, version ';
const HEADER_BYTES = 64;

/** JLD2: HDF5 behind a line of text. Arrays lie with their dimensions reversed; loading makes objects of any Julia type. */
export const jld2: Format = {
  ...hdf5,
  id: 'jld2',
  name: 'Julia data (JLD2)',
  extensions: ['.jld2'],
  family: 'science',
  container: 'hdf5',
  signature: '"HDF5-based Julia Data Format" at 0 and the HDF5 signature at 512',
  specializes: 'hdf5',
  facts: {
    disclosure: 'source',
    steward: 'JuliaIO',
    specification: 'https://juliaio.github.io/JLD2.jl/dev/internals/',
    encoding: 'binary',
    holds: 'anything',
    independent: false,
    worstLoading: 'code',
    openExport: 'hdf5',
  },
  async recognize(glimpse) {
    return has(glimpse.head, BEGINNING) && (await hdf5Root(glimpse)) !== null
      ? certain('HDF5 behind the header of JLD2')
      : NO;
  },
  async inspect({ source }, limits) {
    const hdf5Contents = await readHdf5(source, limits);
    const contents = genericContents(hdf5Contents);
    const head = Buffer.from(await source.read(0, Math.min(source.size, HEADER_BYTES))).toString('latin1');
    const version = /^(\d+\.\d+\.\d+)/.exec(head.slice(BEGINNING.length))?.[1];
    if (version !== undefined) contents.version = version;
    contents.facts.unshift({
      key: 'transposed',
      value: true,
      where: 'dimensions are in the order of the file, which is that of Julia reversed',
    });
    contents.needs.push({ package: 'JLD2', version: version ?? '', evidence: 'header' });
    return contents;
  },
};
