import { append } from '../bytes/append.js';
import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import type { ByteSource } from '../bytes/source.js';
import { certain, type Fact, type Format, NO } from './format.js';
import { genericContents, hdf5 } from './hdf5.js';
import { type Hdf5Contents, hdf5Tensors, readHdf5 } from './hdf5-contents.js';
import { hdf5Root } from './hdf5-root.js';
import { latin1Head } from './head-text.js';
import { expandStructs } from './jld2-structs.js';
import { isOfJulia } from './julia-types.js';

/** JLD2 before 0.2 began like JLD, whose header ends without the version of Julia. */
const BEGINNING = /^(?:HDF5-based Julia Data Format, version |Julia data file \(HDF5\), version [^(]{1,16}\(Julia )/;
const VERSIONS = /version (\d+\.\d+\.\d+)(?:\0? ?\(Julia (\d+\.\d+\.\d+[^\s)]*))?/;
const HEADER_BYTES = 128;
/** Attributes by which JLD2 describes types. */
const OF_TYPES = new Set(['julia_type', 'field_datatypes', 'empty', 'written_type']);
const TYPES = /^\/_types\//;

/** JLD2: HDF5 behind a line of text. Arrays lie with their dimensions reversed; loading makes objects of any Julia type. */
export const jld2: Format = {
  ...hdf5,
  id: 'jld2',
  name: 'Julia data (JLD2)',
  extensions: ['.jld2'],
  family: 'science',
  container: 'hdf5',
  signature: '"HDF5-based Julia Data Format" at 0, with the version of Julia, and the HDF5 signature at 512',
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
    return BEGINNING.test(latin1Head(glimpse.head)) && (await hdf5Root(glimpse)) !== null
      ? certain('HDF5 behind the header of JLD2')
      : NO;
  },
  async inspect({ source }, limits) {
    const { hdf5, facts } = await read(source, limits);
    const contents = genericContents(hdf5, OF_TYPES);
    const head = Buffer.from(await source.read(0, Math.min(source.size, HEADER_BYTES))).toString('latin1');
    const [, version = '', julia = ''] = VERSIONS.exec(head) ?? [];
    contents.version = version;
    contents.facts.unshift(...(julia === '' ? [] : [{ key: 'julia_version', value: julia, where: 'header' }]), {
      key: 'transposed',
      value: true,
      where: 'dimensions are in the order of the file, which is that of Julia reversed',
    });
    append(contents.facts, facts);
    contents.needs.push(
      { package: 'julia', version: julia, evidence: 'header' },
      { package: 'JLD2', version: '', evidence: 'header' },
    );
    contents.globals = typeNames(hdf5).filter((name) => !isOfJulia(name));
    if (contents.globals.length > 0) contents.loading = 'code';
    return contents;
  },
  async *tensors({ source }, limits) {
    yield* hdf5Tensors((await read(source, limits)).hdf5);
  },
};

async function read(source: ByteSource, limits: Limits): Promise<{ hdf5: Hdf5Contents; facts: Fact[] }> {
  const facts: Fact[] = [];
  const hdf5 = await readHdf5(source, limits, (contents) => expandStructs(contents, facts, limits));
  return { hdf5, facts };
}

/** Names of the types that loading looks up, as the committed types have them: with their modules, `Main` included. */
function typeNames({ attributes }: Hdf5Contents): string[] {
  const names = new Set<string>();
  for (const [path, values] of attributes) {
    const type = TYPES.test(path) ? values.get('julia_type') : undefined;
    const name = typeof type === 'object' && type !== null && !Array.isArray(type) ? type['name'] : undefined;
    if (typeof name === 'string' && name.includes('.')) names.add(name);
  }
  return [...names].sort(byBytes);
}
