import { itemsOf, type Pickle, textOf } from '../containers/pickle.js';
import { OP } from '../containers/pickle-opcodes.js';
import allowed from './torch-weights-only.json' with { type: 'json' };

const NAMES = new Set(allowed.names);
const BLOCKED_MODULES = new Set(allowed.blockedModules);
/** Opcodes that `torch.load(weights_only=True)` knows, in torch 2.13. */
const OPCODES = new Set<number>([
  OP.GLOBAL,
  OP.NEWOBJ,
  OP.REDUCE,
  OP.BUILD,
  OP.APPEND,
  OP.APPENDS,
  OP.SETITEM,
  OP.SETITEMS,
  OP.MARK,
  OP.TUPLE,
  OP.TUPLE1,
  OP.TUPLE2,
  OP.TUPLE3,
  OP.NONE,
  OP.NEWFALSE,
  OP.NEWTRUE,
  OP.EMPTY_TUPLE,
  OP.EMPTY_LIST,
  OP.EMPTY_DICT,
  OP.EMPTY_SET,
  OP.BINPERSID,
  OP.BININT,
  OP.BININT1,
  OP.BININT2,
  OP.BINFLOAT,
  OP.BINUNICODE,
  OP.SHORT_BINSTRING,
  OP.LONG1,
  OP.BINGET,
  OP.LONG_BINGET,
  OP.BINPUT,
  OP.LONG_BINPUT,
  OP.PROTO,
  OP.STOP,
]); // prettier-ignore
/** Names of Python 2 that loaders map to those of Python 3. */
const MAPPED: Readonly<Record<string, string>> = { __builtin__: 'builtins', copy_reg: 'copyreg' };
/** Results on which BUILD may set state, and those that SETITEM may fill besides a dict. */
const BUILDABLE =
  /^(collections\.OrderedDict|torch\.Tensor|torch\.nn\.parameter\.Parameter|torch\._utils\._rebuild_\w+|torch\._tensor\._rebuild_from_type_v2)$/;
const FILLABLE = new Set(['collections.OrderedDict', 'collections.Counter']);

/** True where `torch.load(…, weights_only=True)` accepts the pickle, by the rules of torch 2.13 without additions by the user. */
export function loadsWeightsOnly(pickle: Pickle): boolean {
  if (pickle.value === undefined) return false;
  if (pickle.opcodes.some((seen, opcode) => seen === 1 && !OPCODES.has(opcode))) return false;
  if (![...pickle.globals.keys()].every(isAllowed)) return false;
  if (!pickle.calls.every(({ name }) => pickle.globals.has(name))) return false;
  if (!pickle.persistents.every(({ id }) => itemsOf(id) === null || textOf(itemsOf(id)?.[0]) === 'storage'))
    return false;
  return pickle.touches.every(({ how, target, targetKind }) => {
    if (targetKind !== 'object') return false;
    return how === 'build' ? BUILDABLE.test(target) : how === 'setitem' && FILLABLE.has(target);
  });
}

function isAllowed(name: string): boolean {
  const dot = name.indexOf('.');
  const modern = (MAPPED[name.slice(0, dot)] ?? name.slice(0, dot)) + name.slice(dot);
  return NAMES.has(modern) && !BLOCKED_MODULES.has(modern.slice(0, modern.lastIndexOf('.')));
}
