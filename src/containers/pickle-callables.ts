import { oncePerText } from '../bytes/once-per.js';

/** What `pickle` writes for storages of torch: it loads the bytes it gets, which are known where it is called with them at once. */
export const LOADS_BYTES = 'torch.storage._load_from_bytes';

/** What calling a name does that a reader of pickles has to know. */
export interface Callable {
  /** Makes an instance of its first argument without its constructor, as the opcodes do. */
  makesInstance: boolean;
  /** Makes an instance of its first argument by the constructor of its second one. */
  reconstructs: boolean;
  /** Keeps a callable that it gets, and does not call it while the pickle is loaded. */
  keeps: boolean;
  /** Walks over attributes by name; what it reaches is a name of its own where both parts are known. */
  walks: boolean;
  /** Imports the name that its arguments spell. */
  importsByText: boolean;
  /** Makes bytes of text: how protocols below 3 write them. */
  encodes: boolean;
  /** May load the bytes that it gets. */
  loads: boolean;
  loadsBytes: boolean;
}

const INSTANCE_MAKER = /^(copyreg|copy_reg)\.__newobj(_ex)?__$/;
const RECONSTRUCTOR = /^(copyreg|copy_reg)\._reconstructor$/;
const KEEPERS =
  /^(builtins|__builtin__|collections|functools|numpy(\._?core)?\.(multiarray|records)|numpy\.ma\.core)\.(getattr|defaultdict|OrderedDict|partial|list|tuple|dict|set|frozenset|_reconstruct|_mareconstruct)$/;
const GETATTR = /^(builtins|__builtin__)\.getattr$/;
const IMPORTS_BY_TEXT = /^numpy\._?core\._ufunc_reconstruct$/;
const LOADERS = /load|unpickl|read_pickle/i;

/** Asked at every call and every object of a file: the few hundred names that files have in common are looked at once. */
export const callableOf = oncePerText(
  (name: string): Callable => ({
    makesInstance: INSTANCE_MAKER.test(name),
    reconstructs: RECONSTRUCTOR.test(name),
    keeps: KEEPERS.test(name),
    walks: GETATTR.test(name),
    importsByText: IMPORTS_BY_TEXT.test(name),
    encodes: name === '_codecs.encode',
    loads: LOADERS.test(name),
    loadsBytes: name === LOADS_BYTES,
  }),
);
