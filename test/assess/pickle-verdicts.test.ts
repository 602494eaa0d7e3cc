import { describe, expect, it } from '@jest/globals';
import { assessModel } from '../../src/assess/model.js';
import { inspectModel } from '../../src/formats/inspect.js';
import { zipOf } from '../containers/zip-writer.js';
import { memoryAccess } from '../formats/memory-access.js';

/*
 * Pickles written opcode by opcode. Payloads name `posix.system` and the like; nothing here is ever loaded.
 */
type Piece = string | Uint8Array;
const join = (...pieces: Piece[]): Buffer =>
  Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece)));
const pickle = (...pieces: Piece[]): Buffer => join('\x80\x04', ...pieces, '.');
const text = (value: string): Buffer => {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(Buffer.byteLength(value));
  return join('X', size, Buffer.from(value));
};
const name = (module: string, attribute: string): string => `c${module}\n${attribute}\n`;
const walk = (target: Piece, attribute: string): Buffer =>
  join(name('builtins', 'getattr'), target, text(attribute), '\x86R');
const SYSTEM = name('posix', 'system');
const ECHO = text('echo');
const DISTRIBUTION = join(name('scipy.stats._continuous_distns', 'norm_gen'), ')\x81');
const TEMPLATE = `
def _parse_args(self, low, high,  loc=0):
    return (low, high, ), loc, 1

def _parse_args_rvs(self, low, high,  loc=0, size=None):
    return self._argcheck_rvs(low, high,  loc, 1, size=size)

def _parse_args_stats(self, low, high,  loc=0, moments='mv'):
    return (low, high, ), loc, 1, moments
`;
const WRAPPER = name('torch.utils.data.datapipes.datapipe', '_IterDataPipeSerializationWrapper');
/** `partial(maker)`, to which BUILD gives what it really calls, and the call of it. */
const prepared = (maker: Piece, type: Piece, made: Piece = maker): Buffer =>
  join(name('functools', 'partial'), made, '\x85R', '(', maker, type, '\x85}', text('a'), 'K\x02s', 'Nt', 'b', ')R');
const [OWN, POPEN] = [name('my_package', 'Own'), name('subprocess', 'Popen')];
const CALL = join(SYSTEM, ECHO, '\x85R');

/** A pickle with as many bytes behind it as no descriptor explains. */
const HIDDEN = pickle(CALL, '0', 'B', Uint8Array.of(0, 1, 0, 0), Buffer.alloc(256, 1));

/** A zip with bytes between its last member and its directory. */
function withHidden(zip: Buffer, hidden: Uint8Array): Buffer {
  const directory = zip.indexOf('PK\x01\x02', 0, 'latin1');
  const bytes = join(zip.subarray(0, directory), hidden, zip.subarray(directory));
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  bytes.writeUInt32LE(directory + hidden.length, end + 16);
  return bytes;
}

const verdict = async (bytes: Uint8Array, path = 'model.pkl'): Promise<string> =>
  assessModel(await inspectModel(path, memoryAccess({ [path]: bytes }))).safety.verdict;

describe('pickles that are dangerous', () => {
  it.each<[string, Uint8Array]>([
    ['GLOBAL and REDUCE', pickle(CALL)],
    ['INST', pickle('(', ECHO, 'iposix\nsystem\n')],
    ['OBJ', pickle('(', SYSTEM, ECHO, 'o')],
    ['NEWOBJ', pickle(SYSTEM, ECHO, '\x85\x81')],
    ['NEWOBJ_EX', pickle(SYSTEM, ECHO, '\x85}\x92')],
    [
      'STACK_GLOBAL with names out of the memo',
      pickle(text('system'), '\x940', text('posix'), 'h\x00\x93', ECHO, '\x85R'),
    ],
    ['STACK_GLOBAL with strings of protocol 0', join("S'os'\nS'system'\n\x93S'ls'\n\x85R.")],
    ['STACK_GLOBAL with escaped names', join('Vposi\\u0078\nVsystem\n\x93Vecho\n\x85R.')],
    [
      'STACK_GLOBAL with a name that a call makes',
      pickle(text('posix'), name('builtins', 'str'), text('system'), '\x85R\x93', ECHO, '\x85R'),
    ],
    ['a result that is thrown away', pickle(CALL, '0N')],
    ['results thrown away to a mark', pickle('(', CALL, '1N')],
    ['a later pickle', join(pickle('N'), pickle('K\x01'), pickle(CALL))],
    ['a broken tail', join('\x80\x04', CALL, '\xff\xff')],
    ['no STOP', join('\x80\x04', CALL)],
    ['an import of protocol 0 before a string that is cut', join(name('builtins', 'exec'), '(X>.\nf = 1tRX.')],
    ['BUILD on a function (modelscan issue 85)', pickle(name('numpy', 'size'), 'N}', text('__globals__'), 'Ns\x86b')],
    [
      'a state that SciPy executes',
      pickle(DISTRIBUTION, '}', text('_parse_arg_template'), text('import os; os.system("ls")'), 'sb'),
    ],
    [
      'a state that SciPy executes, as pairs',
      pickle(DISTRIBUTION, ']', text('_parse_arg_template'), text('import os'), '\x86ab'),
    ],
    [
      'a state that SciPy executes, with a key that a call makes, of an instance of protocol 1',
      pickle(
        name('copyreg', '_reconstructor'),
        name('scipy.stats._continuous_distns', 'norm_gen'),
        name('builtins', 'object'),
        'N\x87R}',
        join(name('builtins', 'str'), text('_parse_arg_template'), '\x85R'),
        text('import os'),
        'sb',
      ),
    ],
    [
      'a dictionary that was given to another instance before',
      pickle(name('my_pkg', 'Thing'), ')\x81}q\x00K\x01Nsb0', DISTRIBUTION, 'h\x00b'),
    ],
    [
      'a state that grows after it was given once',
      pickle(DISTRIBUTION, '}q\x00b', 'h\x00', text('_attach_methods'), name('builtins', 'breakpoint'), 's0h\x00b'),
    ],
    ['a wrapper that loads its state', pickle(WRAPPER, ')\x81C\x01.b')],
    ['SETITEM on the modules', pickle(name('sys', 'modules'), text('os'), 'Ns')],
    ['a dotted name through a library', pickle(text('torch.serialization'), text('os.system'), '\x93')],
    ['a dotted name through data', pickle(text('collections'), text('OrderedDict.__init__.__globals__'), '\x93')],
    ['getattr of a class of Python', pickle(walk(name('builtins', 'object'), '__subclasses__'), ')R')],
    ['getattr of a method that writes', pickle(walk(join(name('pathlib', 'Path'), text('x'), '\x85R'), 'write_text'))],
    [
      'getattr of a method that is then called',
      pickle(walk(join(name('collections', 'UserDict'), ')R'), 'get'), ECHO, '\x85R'),
    ],
    ['getattr of what nobody knows', pickle(name('builtins', 'getattr'), 'K\x01', ECHO, '\x86R')],
    ['getattr handed to another function', pickle(name('functools', 'partial'), name('builtins', 'getattr'), '\x85R')],
    ['an instance prepared of a dangerous class', pickle(prepared(walk(POPEN, '__new__'), POPEN))],
    ['a prepared call that is none of an instance', pickle(prepared(SYSTEM, ECHO, walk(OWN, '__new__')))],
    ['a prepared instance of another class', pickle(prepared(walk(OWN, '__new__'), POPEN))],
    ['methodcaller', pickle(name('operator', 'methodcaller'), ECHO, '\x85R')],
    ['itemgetter whose result is called', pickle(name('operator', 'itemgetter'), ECHO, '\x85R}\x85R')],
    ['partial whose result is called', pickle(name('functools', 'partial'), name('my', 'f'), '\x85R)R')],
    ['a name of Python 2', join("c__builtin__\neval\n(S'1'\ntR.")],
    [
      'a pickle inside a pickle',
      pickle(name('torch.storage', '_load_from_bytes'), 'C', Uint8Array.of(pickle(CALL).length), pickle(CALL), '\x85R'),
    ],
    ['a pickle behind bytes that are none', join(pickle('N'), Uint8Array.of(0, 0, 7), pickle(CALL))],
    [
      'an import of protocol 0 behind bytes that are none',
      join(pickle('N'), Uint8Array.of(0, 0, 7), "cos\nsystem\n(S'x'\ntR."),
    ],
    [
      'torch loading bytes that are no storage',
      pickle(name('torch.storage', '_load_from_bytes'), 'C', Uint8Array.of(3), 'PK\x03', '\x85R'),
    ],
    ['a module under another name', pickle(name('random', '_os.system'), ECHO, '\x85R')],
    ['a method that reads a file in every library', pickle(name('my_pkg', 'Thing.from_pretrained'), ECHO, '\x85R')],
    ['memmap, which opens a file', pickle(name('numpy', 'memmap'), ECHO, '\x85R')],
    ['a call of what a call made', pickle(name('builtins', 'type'), text('X'), ')}\x87R)R')],
    [
      'a name that NumPy imports by text',
      pickle(name('numpy.core', '_ufunc_reconstruct'), text('os'), text('system'), '\x86R', ECHO, '\x85R'),
    ],
    [
      'a function that dill imports by text',
      pickle(name('dill._dill', '_import_module'), text('os.system'), '\x85R', ECHO, '\x85R'),
    ],
    [
      'a type of code that dill names',
      pickle(name('dill._dill', '_load_type'), text('CodeType'), '\x85R', ECHO, '\x85R'),
    ],
    ['a file that dill names', pickle(name('dill._dill', '_load_type'), text('FileType'), '\x85R', ECHO, '\x85R')],
    [
      'a module that a copy of cloudpickle imports',
      pickle(name('joblib.externals.cloudpickle.cloudpickle', 'subimport'), text('os'), '\x85R'),
    ],
    [
      'an importer of dill that is handed on',
      pickle(name('builtins', 'map'), name('dill._dill', '_import_module'), ECHO, '\x86R'),
    ],
    [
      'a loader that a harmless function calls',
      pickle(name('builtins', 'map'), name('numpy', 'memmap'), ECHO, '\x86R'),
    ],
    [
      'a loader in a list for a class of nobody we know',
      pickle(name('my', 'Thing'), ']', name('numpy', 'memmap'), 'a\x85R'),
    ],
    ['a loader among keywords', pickle(name('my', 'Thing'), ')}', text('key'), name('numpy', 'memmap'), 's\x92')],
    ['a constructor run by copyreg', pickle(name('copyreg', '__newobj__'), name('numpy', 'memmap'), ECHO, '\x86R')],
    [
      'a constructor run as that of a base class',
      pickle(name('copyreg', '_reconstructor'), name('my', 'T'), name('numpy', 'memmap'), ECHO, '\x87R'),
    ],
    ['an import of an import', pickle(text('joblib.numpy_pickle'), text('pickle.loads'), '\x93')],
    ['a class whose constructor opens a file', pickle(name('torch.serialization', '_open_file'), ECHO, ECHO, '\x86R')],
    [
      'a function whose argument is executed',
      pickle(name('torch._precompile', '_make_inlined_forward'), ECHO, '\x85R'),
    ],
    ['a class that gets generated methods', pickle(name('dataclasses', 'dataclass'), name('my', 'T'), '\x85R')],
    ['an item set by a call', pickle(name('operator', 'setitem'), name('my', 'REGISTRY'), ECHO, ECHO, '\x87R')],
    ['a module that opens a browser', pickle(name('antigravity', 'geohash'))],
    ['a name of Python 2 that moved', join('cSocketServer\nTCPServer\n(tR.')],
    ['a float as only Python reads it', join('F1_0.0\n0', CALL, '.')],
    ['a number before it', join('N.', CALL, '.')],
    ['bytes before it that no format has', join(Uint8Array.of(0, 0, 0, 0), pickle(CALL))],
  ])('%s', async (_, bytes) => {
    expect(await verdict(bytes)).toBe('dangerous');
  });

  it.each<[string, (zip: Buffer) => Buffer]>([
    ['behind the archive', (zip) => join(zip, pickle(CALL))],
    ['before the archive', (zip) => join(pickle(CALL), zip)],
    ['between members and directory', (zip) => withHidden(zip, HIDDEN)],
    ['behind as many zeros as may align', (zip) => withHidden(zip, join(Buffer.alloc(4_096), HIDDEN))],
    ['behind more zeros than align', (zip) => withHidden(zip, join(Buffer.alloc(100_000), HIDDEN))],
    [
      'in a member that only its local header names',
      (zip) => join(zipOf([{ name: 'm/data.pkl', data: pickle(CALL) }]).subarray(0, -70), zip),
    ],
    ['behind the archive and a page of zeros', (zip) => join(zip, Buffer.alloc(8192), pickle(CALL))],
  ])('in a zip, %s', async (_, change) => {
    const zip = zipOf([
      { name: 'm/data.pkl', data: pickle('}') },
      { name: 'm/version', data: '3\n' },
    ]);
    expect(await verdict(zip, 'model.pt')).toBe('safe');
    expect(await verdict(change(zip), 'model.pt')).toBe('dangerous');
  });
});

describe('gaps in a zip', () => {
  /** Members with `count` others between them that the directory does not list. */
  function zipWithGaps(gap: Uint8Array, count: number): Buffer {
    const kept = { name: 'm/data.pkl', data: pickle('}') };
    const zip = zipOf([
      kept,
      ...Array.from({ length: count }, (_, i) => [
        { name: `gap${i}`, data: gap },
        { name: `m/data/${i}`, data: 'x' },
      ]).flat(),
    ]);
    const start = zip.indexOf('PK\x01\x02', 0, 'latin1');
    const records = zip
      .subarray(start, zip.length - 22)
      .toString('latin1')
      .split(/(?=PK\x01\x02)/);
    const shown = join(...records.filter((record) => !record.slice(46).startsWith('gap')));
    const end = Buffer.from(zip.subarray(-22));
    end.writeUInt16LE(count + 1, 8);
    end.writeUInt16LE(count + 1, 10);
    end.writeUInt32LE(shown.length, 12);
    return join(zip.subarray(0, start), shown, end);
  }
  const told = async (bytes: Uint8Array) =>
    (await inspectModel('model.pt', memoryAccess({ 'model.pt': bytes }))).contents.observations.map(({ code }) => code);

  it('are told up to a limit, and that there are more', async () => {
    const codes = await told(zipWithGaps(Buffer.alloc(300, 1), 33));
    expect(codes.filter((code) => code === 'unaccounted-bytes')).toHaveLength(32);
    expect(codes).toContain('resource-limit');
  });

  it('do not keep what lies behind the archive from being seen', async () => {
    const zip = zipWithGaps(Buffer.alloc(300, 1), 33);
    expect(await verdict(join(zip, HIDDEN), 'model.pt')).toBe('dangerous');
  });
});

describe('pickles that look dangerous', () => {
  it.each<[string, Uint8Array, string]>([
    ['bytes that are a pickle and stay bytes', pickle('C', Uint8Array.of(pickle(CALL).length), pickle(CALL)), 'safe'],
    ['text that names modules', pickle(text('posix.system')), 'safe'],
    [
      'a distribution with the template that SciPy writes',
      pickle(DISTRIBUTION, '}', text('_parse_arg_template'), text(TEMPLATE), 'sb'),
      'library-classes',
    ],
    [
      'a method that distributions keep, as protocols below 4 write it',
      pickle(walk(name('scipy.stats._discrete_distns', 'randint_gen'), '_entropy')),
      'library-classes',
    ],
    ['a class method of data', pickle(walk(name('zoneinfo', 'ZoneInfo'), '_unpickle'), text('UTC'), '\x85R'), 'safe'],
    ['a method of text as a tokenizer', pickle(walk(name('builtins', 'str'), 'split')), 'library-classes'],
    [
      'partial of a layer, kept',
      pickle(name('functools', 'partial'), name('torch.nn.modules.normalization', 'LayerNorm'), '\x85R'),
      'library-classes',
    ],
    [
      'a file mapped into memory, kept as an array',
      pickle(name('numpy.core.multiarray', '_reconstruct'), name('numpy', 'memmap'), 'K\x00\x85C\x01b\x87R'),
      'safe',
    ],
    [
      'a class whose constructor opens a file, made without it',
      pickle(name('torch.serialization', '_open_file'), ')\x81'),
      'unknown',
    ],
    [
      'a function of NumPy by text',
      pickle(name('numpy.core', '_ufunc_reconstruct'), text('numpy'), text('sin'), '\x86R'),
      'library-classes',
    ],
    ['types that dill names', pickle(name('dill._dill', '_load_type'), text('slice'), '\x85R', ')R'), 'safe'],
    [
      'a type that cloudpickle names',
      pickle(name('cloudpickle.cloudpickle', '_builtin_type'), text('SimpleNamespace'), '\x85R', ')R'),
      'safe',
    ],
    [
      'a tuple with names that dill imports',
      pickle(
        name('dill._dill', '_create_namedtuple'),
        text('ScaleByAdamState'),
        ')',
        text('optax._src.transform'),
        '\x87R',
      ),
      'library-classes',
    ],
    [
      'an array of JAX',
      pickle(name('jax._src.array', '_reconstruct_array'), name('numpy', 'ndarray'), ')', '\x86R'),
      'library-classes',
    ],
    ['a name of Python 2 that moved', join('cQueue\nQueue\n(tR.'), 'library-classes'],
    ['a ufunc in a transformer', pickle(name('numpy', 'log1p')), 'library-classes'],
    [
      'a class that torch refers to with its source',
      join('\x80\x02(', text('module'), name('torch.nn', 'Linear'), text('a'), text('b'), 'tQ)\x81.'),
      'library-classes',
    ],
    ['values behind which a text follows', join(pickle('N'), '\nthe class\nof 1999\n'), 'safe'],
    ['a class of nobody we know', pickle(name('my_project.model', 'Net'), ')\x81'), 'unknown'],
    [
      'a class that is not in the library it claims',
      pickle(name('sklearn.linear_model', 'Payload'), ')\x81'),
      'unknown',
    ],
  ])('%s', async (_, bytes, expected) => {
    expect(await verdict(bytes)).toBe(expected);
  });
});

it('takes an instance that protocol 2 makes with keywords for what its class is', async () => {
  expect(await verdict(pickle(prepared(walk(OWN, '__new__'), OWN)))).toBe('unknown');
  const tree = name('sklearn.tree._classes', 'DecisionTreeClassifier');
  expect(await verdict(pickle(prepared(walk(tree, '__new__'), tree)))).toBe('library-classes');
});
