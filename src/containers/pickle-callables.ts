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
  /** Prepares a call of its first argument, which only takes somebody who calls what was made. */
  prepares: boolean;
  /** Makes a class of a name, bases and attributes; of one argument it tells the class. */
  makesClass: boolean;
  /** Gives out what it was given or what lies in it: what the result is, its name does not tell. */
  givesOut: boolean;
  /** Makes bytes or text that lie nowhere in the file as they are. */
  makesBytes: boolean;
  /** Walks over attributes by name; what it reaches is a name of its own where both parts are known. */
  walks: boolean;
  /** Imports the name that its arguments spell: module and name of what they say, null where they say none. */
  importsByText: ((texts: readonly string[]) => readonly [module: string, name: string] | null) | undefined;
  /** Makes bytes of text: how protocols below 3 write them. */
  encodes: boolean;
  /** May load the bytes that it gets. */
  loads: boolean;
  loadsBytes: boolean;
}

const INSTANCE_MAKER = /^(?:(copyreg|copy_reg)\.__newobj(_ex)?__|dateutil\.tz\._tzfile\._unpickle)$/;
const RECONSTRUCTOR = /^(copyreg|copy_reg)\._reconstructor$/;
const KEEPERS =
  /^(builtins|__builtin__|collections|functools|numpy(\._?core)?\.(multiarray|records)|numpy\.ma\.core)\.(getattr|defaultdict|OrderedDict|list|tuple|dict|set|frozenset|_reconstruct|_mareconstruct)$/;
const PARTIAL = 'functools.partial';
const CLASS_MAKER = /^(?:(?:builtins|__builtin__)\.type|abc\.ABCMeta)$/;
const GIVES_OUT =
  /^(?:(?:builtins|__builtin__)\.(?:next|max|min|sum|(?:dict|frozenset|list|set|tuple)\.\w+)|_?operator\.(?!itemgetter$|attrgetter$|methodcaller$)\w+|copy\.(?:copy|deepcopy)|weakref\.proxy|torch\.utils\._pytree\.tree_map|torch\.utils\.data\._utils\.collate\.default_collate)$/;
const MAKES_BYTES =
  /^(?:(?:builtins|__builtin__)\.(?:bytes|bytearray|memoryview|str|unicode|next|max|min|sum)(?:\.\w+)?|(?:base64|binascii|bz2|lzma|zlib|_codecs|_?operator|copy)\.\w+|(?:_io|io)\.\w+)$/;
const GETATTR = /^(builtins|__builtin__)\.getattr$/;
/** `a.b.c` is `c` of `a.b`, a module or what one has; what a bare module has is not told by its name. */
function lastOf(path: string): readonly [string, string] | null {
  const dot = path.lastIndexOf('.');
  return dot > 0 && !path.startsWith('__runtime__.') ? [path.slice(0, dot), path.slice(dot + 1)] : null;
}

/** Types that dill names after what they are, and that neither `types` nor `builtins` has by that name. */
const DILL_TYPES: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['AttrGetterType', ['operator', 'attrgetter']],
  ['ExitType', ['_sitebuiltins', 'Quitter']],
  ['FileType', ['io', 'FileIO']],
  ['ItemGetterType', ['operator', 'itemgetter']],
  ['PartialType', ['functools', 'partial']],
  ['SuperType', ['builtins', 'super']],
]);

function dillType(name: string): readonly [string, string] {
  const stream = /^(?:Py)?(Buffered(?:Random|Reader|Writer)|TextWrapper)Type$/.exec(name)?.[1];
  if (stream !== undefined) return ['io', stream];
  return DILL_TYPES.get(name) ?? [name.endsWith('Type') || name === 'SimpleNamespace' ? 'types' : 'builtins', name];
}

/** The cloudpickle of libraries that carry it along is the same one. */
const CLOUDPICKLE = /(?:^|\.)cloudpickle\.(?:cloudpickle\.)?(subimport|_builtin_type)$/;

/** Functions of libraries that import what texts say, and what each reads of its arguments. */
function importerOf(name: string): Callable['importsByText'] {
  if (/^numpy\._?core\._ufunc_reconstruct$/.test(name)) return ([module = '', attribute = '']) => [module, attribute];
  if (name === 'dill._dill._load_type') return ([type = '']) => dillType(type);
  if (name === 'dill._dill._import_module') return ([path = '']) => lastOf(path);
  // A tuple with names is imported where its module has it, and made of these names otherwise.
  if (name === 'dill._dill._create_namedtuple') return ([type = '', , module = '']) => [module, type];
  const [, ofCloudpickle] = CLOUDPICKLE.exec(name) ?? [];
  if (ofCloudpickle === 'subimport') return ([path = '']) => lastOf(path);
  if (ofCloudpickle === '_builtin_type')
    return ([type = '']) => (type === 'ClassType' ? ['builtins', 'type'] : ['types', type]);
  return undefined;
}

const LOADERS = /load|unpickl|read_pickle/i;

/** Asked at every call and every object of a file: the few hundred names that files have in common are looked at once. */
export const callableOf = oncePerText(
  (name: string): Callable => ({
    makesInstance: INSTANCE_MAKER.test(name),
    reconstructs: RECONSTRUCTOR.test(name),
    keeps: KEEPERS.test(name),
    prepares: name === PARTIAL,
    makesClass: CLASS_MAKER.test(name),
    givesOut: GIVES_OUT.test(name),
    makesBytes: MAKES_BYTES.test(name),
    walks: GETATTR.test(name),
    importsByText: importerOf(name),
    encodes: name === '_codecs.encode',
    loads: LOADERS.test(name),
    loadsBytes: name === LOADS_BYTES,
  }),
);
