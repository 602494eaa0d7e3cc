import { describe, expect, it } from '@jest/globals';
import { assessModel } from '../../src/assess/model.js';
import { inspectModel } from '../../src/formats/inspect.js';
import { memoryAccess } from '../formats/memory-access.js';

/*
 * Calls that nobody sees where they stand: what is kept is called later, by what a well-known function or an opcode does
 * with it. The example is `numpy.memmap`, which honest files refer to and which opens a file when it is called.
 */
const name = (module: string, attribute: string): string => `c${module}\n${attribute}\n`;
const text = (value: string): string => `X${String.fromCharCode(value.length)}\0\0\0${value}`;
const bytes = (value: string): string => `C${String.fromCharCode(value.length)}${value}`;
const call = (callee: string, ...args: string[]): string => `${callee}(${args.join('')}tR`;
const pickle = (code: string): Buffer => Buffer.from(`\x80\x04${code}.`, 'latin1');

const MEMMAP = name('numpy', 'memmap');
const PATH = text('/tmp/x');
const PARTIAL = call(name('functools', 'partial'), MEMMAP, PATH);
const GETITEM = name('operator', 'getitem');
const DEFAULT = name('collections', 'defaultdict');
const NAMESPACE = `${name('argparse', 'Namespace')})R`;
const MADE = call(name('builtins', 'type'), text('T'), ')', `}${text('__setstate__')}${MEMMAP}s`);
const PAYLOAD = 'cposix\nsystem\n(S"echo"\ntR.';

const formula = (words: string): string =>
  `${name('statsmodels.base.data', 'PandasData')})\x81}(${text('restore_design_info')}\x88${text('formula')}${text(words)}ub`;

const verdict = async (code: string): Promise<string> =>
  assessModel(await inspectModel('m.pkl', memoryAccess({ 'm.pkl': pickle(code) }))).safety.verdict;

describe('a pickle that calls on a detour', () => {
  it.each<[string, string]>([
    ['a default that is made when it is asked for', call(GETITEM, call(DEFAULT, PARTIAL), text('k'))],
    [
      'the same, by a state of the partial',
      call(
        GETITEM,
        call(DEFAULT, `${call(name('functools', 'partial'), name('builtins', 'int'))}(${MEMMAP}(${PATH}t}Ntb`),
        text('k'),
      ),
    ],
    ['an iterator that calls', call(name('builtins', 'next'), call(name('builtins', 'iter'), PARTIAL, 'K\0'))],
    ['a callback of a weak reference', call(name('weakref', 'ref'), ']', PARTIAL)],
    ['`append` of an instance', `${NAMESPACE}}${text('append')}${MEMMAP}sb${PATH}a`],
    ['`add` of an instance', `${NAMESPACE}}${text('add')}${MEMMAP}sb(${PATH}\x90`],
    ['`__setstate__` of an instance', `${NAMESPACE}}${text('__setstate__')}${MEMMAP}sb${PATH}b`],
    [
      'the same under a name that is made',
      `${NAMESPACE}}${call(name('builtins', 'str.lower'), text('__SETSTATE__'))}${MEMMAP}sb${PATH}b`,
    ],
    ['`__reduce_ex__` of an instance', call(name('copy', 'copy'), `${NAMESPACE}}${text('__reduce_ex__')}${MEMMAP}sb`)],
    ['an instance of a class that is made', `${MADE})\x81`],
    ['the same by the reconstructor', call(name('copyreg', '_reconstructor'), MADE, name('builtins', 'object'), 'N')],
    ['the same by a default', `${call(GETITEM, call(DEFAULT, MADE), 'K\0')}${PATH}b`],
    ['a call far inside of what is handed on', call(GETITEM, `](${'('}${MEMMAP}(${PATH}tt`, 'e', 'K\0')],
    [
      'bytes that are made, for a loader of bytes',
      call(
        name('spacy.tokens.doc', 'unpickle_doc'),
        'N',
        call(name('builtins', 'bytes.join'), bytes(''), `](${bytes(PAYLOAD.slice(0, 9))}${bytes(PAYLOAD.slice(9))}e`),
        bytes(''),
      ),
    ],
    ['a model that evaluates its configuration', call(name('ultralytics.nn.tasks', 'DetectionModel'), `}${PATH}Ns`)],
    ['an embedding that reads a file', call(name('gensim.models.word2vec', 'Word2Vec'), 'N', PATH)],
    ['a method of a text that is called', `${call(name('builtins', 'getattr'), text(' '), text('join'))}]\x85R`],
    ['a formula that runs a command', formula("y ~ I(__import__('os').system('echo'))")],
    ['a formula that opens a file', formula("y ~ I(np.load('/tmp/x'))")],
    ['a formula that hands on', formula('y ~ x.map(f)')],
    ['a cache that makes its folder', call(name('joblib.memory', 'Memory'), PATH)],
  ])('is dangerous: %s', async (_, code) => {
    expect(await verdict(code)).toBe('dangerous');
  });

  it.each<[string, string]>([
    ['a partial of a class', call(name('functools', 'partial'), name('torch.nn.modules.activation', 'ReLU'))],
    ['a cache that is kept', `${name('joblib.memory', 'Memory')})\x81}${text('location')}Nsb`],
    ['a method of a text that is kept', call(name('builtins', 'getattr'), text(' '), text('join'))],
    ['a method of a list that is kept', call(name('builtins', 'getattr'), ']', text('remove'))],
    ['a formula', formula('close ~ np.log(open + 1) + C(load, Treatment(0)) + I(x**2)')],
    ['a view of a graph', `${name('networkx.classes.reportviews', 'NodeView')})\x81`],
    ['an embedding that is kept', `${name('gensim.models.word2vec', 'Word2Vec')})\x81}b`],
    [
      'a time zone of dateutil 4',
      call(name('dateutil.tz._tzfile', '_unpickle'), name('dateutil.tz._tzfile', 'tzfile'), PATH, PATH, ')'),
    ],
    ['a class that is told', call(name('builtins', 'type'), 'N')],
    ['a list with items and a state', `${name('collections', 'deque')})R(K\x01K\x02e}b`],
  ])('is not: %s', async (_, code) => {
    expect(['safe', 'library-classes']).toContain(await verdict(code));
  });
});
