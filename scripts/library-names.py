#!/usr/bin/env python3
"""Writes src/assess/library-names/: names of well-known libraries that a pickle may import without surprise.

usage: scripts/library-names.py FOLDER_OF_WHEELS

Reads the Python and Cython sources inside wheels (several versions of a package give the union of their names) and
imports nothing. Listed are classes whose methods that run while unpickling (constructors, __setstate__, item and
attribute setters, and what these call of their own class) reach neither files, processes, the network, foreign code
nor another unpickler, and functions of modules that only compute. Parts of a package that are no part of models are left out: tests, command lines, loaders.
Each file has what lies below one package of Python, and is read where a name begins with it; library-roots.json lists them.
Names of the wheels are added to those that the files have already; delete them to begin anew.
"""
import ast, collections, json, os, re, sys, zipfile

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OUT = os.path.join(HERE, 'src', 'assess', 'library-names')
ROOTS = os.path.join(HERE, 'src', 'assess', 'library-roots.json')

# Segments of module names that are no part of a fitted model or of a checkpoint.
ASIDE = set('''tests test testing _testing testutils test_utils testing_utils conftest cli cli_utils commands agents tools datasets dataset
io externals vendor vendored _vendor extern demos demo examples example benchmarks benchmark bench hub downloads downloader launch
launchers launcher app apps downloaders setup _build build compile compiler sandbox scripts script bin server serve serving
codegen download hub_utils doc docs dynamic_module_utils hipify cpp_extension bottleneck collect_env model_zoo _inductor _dynamo
_export inductor fx onnx package rpc elastic multiprocessing _lazy tensorboard backcompat export exporters exporter loggers
contrib_ops sagemaker projects corpus data_utils fileio file_utils file_io persistence shell plotting visualization engine_server
_numpy viz jit hubconf parser_utils notebook bundle auto3dseg recipes sagemaker remote'''.split())
# These packages keep what models are made of in a folder that is named like one of the above.
KEPT = re.compile(r'^(torch\.utils\.data\.(dataset|dataloader|sampler|distributed)$|torch\.ao\.|keras\.|ultralytics\.engine|nemo\.|torch\.distributed\.(checkpoint|_shard|_tensor|tensor)|pmdarima\.|statsmodels\.)')
NEVER = re.compile(r'(^|\.)(__main__|setup|conftest|_?test_\w+|\w+_test|\w*subprocess\w*|\w*download\w*|\w*webbrowser\w*)(\.|$)')
# Classes by name that hold or open things outside of the process.
OUTSIDE = re.compile(r'(Server|Client|Socket|Process|Subprocess|Popen|Downloader|Unpickler|Pickler|Pickle|Interpreter|Executor|Runner|Launcher|Command|Compiler|Loader|Reader|Writer|Scraper|Download|Shell|Script|ArgumentParser|Parser|CLI|Eval|Expr|Expression|Template|Importer|Cache|Database|Storage|Store|Session|Connection|Handler|Logger|Tracker|Git|Repo|Zip|Tar|File|Stream|View)$')
# Modules that import what they are named after when they are first looked at, which unpickling does.
LAZY = re.compile(r'Lazy(Module|Import)$')
KEEP = re.compile(r'^(DataLoader|TokenizerLoader|AttentionStore|AttrCache|Session\w*State|StaticCache|DynamicCache|Cache|\w*TypedStorage|\w*UntypedStorage|WandbLogger|InMemoryStorage|_CachedStorage|StringStore|MorphologyTable)$')

# What a method that runs while unpickling must not touch.
REACHES = set('''eval exec compile open __import__ import_module reload run_path run_module system popen Popen check_output check_call getoutput
spawn urlopen urlretrieve urlopen_cached load loads load_module unpickle Unpickler read_pickle get_file hf_hub_download snapshot_download cached_download
load_state_dict_from_url download_url_to_file fromfile memmap loadtxt genfromtxt CDLL dlopen LoadLibrary load_library remove unlink rmtree makedirs
mkdir rename write_text write_bytes read_text read_bytes from_pretrained requests socket connect get_class resolve_name locate instantiate
attrgetter methodcaller literal_eval compile_command exec_module getattr_static call_command startfile'''.split())
RUNS = set('''__init__ __new__ __setstate__ __setitem__ __setattr__ __call__ __reduce__ __hash__ __eq__ __init_subclass__ __getattr__
__getattribute__ __post_init__ append extend add update __del__ __class_getitem__ __missing__ __ior__'''.split())
# Functions of the standard library and of SciPy that make tuples with names.
MAKERS = {'namedtuple', 'NamedTuple', '_make_tuple_bunch'}
# Modules that only compute: their functions too.
FUNCTIONS = re.compile(r'^(sklearn\.(cluster|covariance|decomposition|ensemble|feature_selection|gaussian_process|isotonic|kernel_approximation|linear_model|manifold|metrics|mixture|neighbors|neural_network|preprocessing|svm|tree)(\.|$)|pandas\.core\.(indexes|ops|nanops)(\.|$)|spacy\.(lang|morphology|tokens|attrs)(\.|$)|gensim\.models\.(phrases|tfidfmodel|bm25model|logentropy_model)$|scipy\.(special|stats|spatial\.distance)(\.|$)|nltk\.(probability|metrics)(\.|$)|torch\.nn\.(functional|init)$|torch\.nn\.modules\.activation$|transformers\.activations$|imblearn\.metrics(\.|$)|torchvision\.transforms\.functional$|timm\.layers\.\w+act\w*$|torchmetrics\.functional(\.|$)|optuna\.samplers\._tpe\.sampler$)')
SKIPPED_FUNCTIONS = re.compile(r'^(load|fetch|open|read|save|write|eval|exec|compile|import|get_scorer)|plot|_eval$')

# Modules of large packages that no checkpoint or fitted model refers to.
LEFT_OUT = re.compile(r'''^(
  transformers(\.(modular_|models(\.(deprecated\.)?\w+)?$|quantizers|kernels|distributed|pipelines|benchmark|.*(modular_|modeling_(tf|flax)_|convert_|dummy_)|generation\.(tf|flax)_)|$)
 |diffusers(\.(pipelines|utils|modular_pipelines|hooks|loaders|guiders|quantizers|models|schedulers)(\.\w+)?|\.(pipelines|utils|modular_pipelines|hooks|loaders|guiders|quantizers)\..*)?$
 |keras\.(api|_tf_keras)
 |torchvision\.datasets
 |torchmetrics\..*functional
 |torch\.(_refs|_prims|_decomp|_functorch|_higher_order_ops|_lazy|_library|_meta|_ops|_subclasses|profiler|autograd\.profiler|_vendor|func|_custom|masked|_logging|_guards|_jit
    |utils\.(flop|benchmark|_|checkpoint|show_pickle|weak)|distributed\.(pipelining|_tools|_symmetric|_composable|tensor\.(debug|examples|experimental|_ops)|optim|_functional|algorithms)
    |_strobelight|_awaits|futures|backends|mps|mtia|xpu|cuda\.(?!amp)|sparse\.|testing|nested|special|utils\.data\.datapipes|ao\.(ns|pruning))
 |sktime\..*(libs\.|performance_metrics|benchmarking|registry|\.utils\.)
 |monai\.(apps|bundle|fl|visualize|config|optimizers\.lr_finder|engines|handlers)
 |optuna\.(artifacts|storages(\.(_rdb|_grpc|journal|_heartbeat)|$)|integration|visualization|_callbacks|_imports|exceptions)
 |river\.(stream|checks|evaluate|bandit\.envs)
 |nltk\.(inference|sem|twitter|draw|book|chat|ccg|drt|parse\.(corenlp|malt|bllip|stanford)|tag\.(stanford|senna|hunpos)|tokenize\.stanford|classify\.(weka|megam|senna|tadm)|test|toolbox|tgrep|internals|help)
)''', re.X)

PACKAGES = {'scikit_learn': 'scikit-learn', 'imbalanced_learn': 'imbalanced-learn', 'umap_learn': 'umap-learn'}
# Top-level names that a wheel brings along but that are not its models.
ROOTS_ASIDE = {'functorch', 'torchgen', 'caffe2', 'build', 'examples', 'tests', 'test', 'docs', 'demo'}


def aside(module):
    if NEVER.search(module):
        return True
    if KEPT.match(module):
        return bool(set(module.split('.')) & {'tests', 'test', 'testing', '_testing', 'cli'})
    return bool(set(module.split('.')[1:]) & ASIDE)


def harmless(f):
    """Lists have a `remove`, too, and patterns are compiled."""
    if not isinstance(f, ast.Attribute):
        return False
    receiver = f.value.id if isinstance(f.value, ast.Name) else ''
    return (f.attr == 'remove' and receiver != 'os') or (f.attr == 'compile' and receiver in ('re', 'regex'))


def reaches(node):
    for n in ast.walk(node):
        if isinstance(n, ast.Call):
            f = n.func
            name = f.id if isinstance(f, ast.Name) else f.attr if isinstance(f, ast.Attribute) else ''
            if name in REACHES and not harmless(f):
                return True
            if name in ('getattr', 'setattr') and len(n.args) > 1 and not isinstance(n.args[1], ast.Constant) and isinstance(f, ast.Name) and name == 'getattr' and isinstance(n.args[0], ast.Name) and n.args[0].id in ('sys', 'os', 'builtins', 'importlib'):
                return True
        if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and n.value.id in ('subprocess', 'requests', 'socket', 'shutil', 'ctypes', 'importlib', 'pickle'):
            return True
    return False


def run_by_loading(node):
    """Methods that run while unpickling, and those of the same class that they call."""
    methods = {m.name: m for m in node.body if isinstance(m, (ast.FunctionDef, ast.AsyncFunctionDef))}
    waiting = [name for name in methods if name in RUNS]
    found = set(waiting)
    while waiting:
        method = methods[waiting.pop()]
        yield method
        for n in ast.walk(method):
            f = n.func if isinstance(n, ast.Call) else None
            if isinstance(f, ast.Attribute) and isinstance(f.value, ast.Name) and f.value.id in ('self', 'cls') and f.attr in methods and f.attr not in found:
                found.add(f.attr)
                waiting.append(f.attr)


def statements(body):
    for node in body:
        yield node
        for part in ('body', 'orelse', 'finalbody'):
            if isinstance(node, (ast.If, ast.Try)):
                yield from statements(getattr(node, part, []))
        for handler in getattr(node, 'handlers', []) if isinstance(node, ast.Try) else []:
            yield from statements(handler.body)


def classes(body, prefix=''):
    for node in statements(body):
        if isinstance(node, ast.ClassDef):
            yield prefix + node.name, node
            yield from classes(node.body, prefix + node.name + '.')


def made(node):
    """Names of classes that a call makes: `Row = namedtuple('Row', …)`."""
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
        return []
    f = node.value.func
    maker = f.id if isinstance(f, ast.Name) else f.attr if isinstance(f, ast.Attribute) else ''
    return [t.id for t in node.targets if isinstance(t, ast.Name)] if maker in MAKERS else []


def given_module(node):
    for d in node.decorator_list:
        if isinstance(d, ast.Call) and getattr(d.func, 'id', '') == 'set_module' and d.args and isinstance(d.args[0], ast.Constant):
            return d.args[0].value
    return None


def of_python(module, text, found, reexports, is_package):
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return
    for name, node in classes(tree.body):
        last = name.rsplit('.', 1)[-1]
        if LAZY.search(last) or (OUTSIDE.search(last) and not KEEP.match(last)):
            continue
        if any(reaches(method) for method in run_by_loading(node)):
            continue
        found[module].add(name)
        other = given_module(node)
        if other:
            found[other].add(name)
    for node in statements(tree.body):
        found[module].update(name for name in made(node) if not OUTSIDE.search(name))
    if FUNCTIONS.match(module):
        for node in statements(tree.body):
            if isinstance(node, ast.FunctionDef) and not SKIPPED_FUNCTIONS.search(node.name) and not reaches(node):
                found[module].add(node.name)
    for node in statements(tree.body) if is_package else []:
        if isinstance(node, ast.ImportFrom):
            base = module.split('.')
            if node.level:
                base = base[:len(base) - (node.level - 1)]
                origin = '.'.join(base + ([node.module] if node.module else []))
            else:
                origin = node.module or ''
            for a in node.names:
                reexports.append((module, a.asname or a.name, origin, a.name))


def of_cython(module, text, found):
    for m in re.finditer(r'^(?:cdef\s+)?class\s+(\w+)', text, re.M):
        name = m.group(1)
        if OUTSIDE.search(name):
            continue
        found[module].add(name)
        found[module].add('__pyx_unpickle_' + name)
    for m in re.finditer(r'^(?:cp)?def\s+(newObj|_unpickle\w*|__pyx_unpickle\w+|_\w+_unpickle)\b', text, re.M):
        found[module].add(m.group(1))


def main(folder):
    found = collections.defaultdict(lambda: collections.defaultdict(set))
    versions = collections.defaultdict(set)
    os.makedirs(OUT, exist_ok=True)
    for file in sorted(os.listdir(OUT)):
        with open(os.path.join(OUT, file), encoding='utf-8') as f:
            known = json.load(f)
        versions[known['package']].update(known['versions'])
        for module, names in known['modules'].items():
            found[known['package']][module].update(name for name in names.split() if not LAZY.search(name))
    for wheel in sorted(os.listdir(folder)):
        if not wheel.endswith('.whl'):
            continue
        dist, version = wheel.split('-')[:2]
        package = PACKAGES.get(dist, dist.replace('_', '-').lower())
        versions[package].add(version)
        reexports = []
        with zipfile.ZipFile(os.path.join(folder, wheel)) as z:
            for n in z.namelist():
                root = n.split('/')[0]
                if root in ROOTS_ASIDE or root.endswith(('.data', '.dist-info')) or not n.endswith(('.py', '.pyx', '.pyx.tp', '.pyi', '.so')):
                    continue
                stem = re.sub(r'(\.pyx\.tp|\.pyx|\.pyi|\.py|(\.[\w-]+)?\.so)$', '', n)
                is_package = stem.endswith('/__init__')
                module = stem[:-9] if is_package else stem
                module = module.replace('/', '.')
                if not re.fullmatch(r'[A-Za-z_]\w*(\.[A-Za-z_]\w*)*', module) or aside(module):
                    continue
                if n.endswith('.so'):
                    of_binary(module, z.read(n), found[package])
                    continue
                text = z.read(n).decode('utf-8', 'replace')
                if n.endswith(('.py', '.pyi')):
                    of_python(module, text, found[package], reexports, is_package)
                else:
                    of_cython(module, text, found[package])
        for _ in range(4):
            for module, name, origin, original in reexports:
                if original == '*':
                    if origin.rsplit('.', 1)[-1].startswith('_'):
                        continue
                    found[package][module].update(n for n in found[package].get(origin, ()) if '.' not in n and not n.startswith('_'))
                elif original in found[package].get(origin, ()):
                    found[package][module].add(name)
    listed = {}
    for package in sorted(found):
        modules = {m: ' '.join(sorted(ns)) for m, ns in sorted(found[package].items()) if ns and not LEFT_OUT.match(m)}
        listed[package] = {'versions': sorted(versions[package], key=lambda v: [int(x) if x.isdigit() else 0 for x in v.split('.')]), 'modules': modules}
    roots = {}
    for package, known in listed.items():
        for module, names in known['modules'].items():
            root = roots.setdefault(module.split('.')[0], {'package': package, 'versions': known['versions'], 'modules': {}})
            if root['package'] != package:
                sys.exit(f'{module} is of {root["package"]} and of {package}')
            root['modules'][module] = names
    for root, known in roots.items():
        write(os.path.join(OUT, f'{root}.json'), known)
    write(ROOTS, sorted(roots))
    print(f'{sum(len(m.split()) for p in listed.values() for m in p["modules"].values())} names of {len(listed)} packages')
    for package, p in listed.items():
        print(f'  {package:32} {sum(len(m.split()) for m in p["modules"].values()):6}  {" ".join(p["versions"])}')


def write(path, value):
    with open(path, 'w', encoding='utf-8') as f:
        json.dump(value, f, indent=2, ensure_ascii=True)
        f.write('\n')


def of_binary(module, data, found):
    """Cython writes the names of its classes that can be unpickled as text into the library."""
    for m in re.finditer(rb'__pyx_unpickle_(\w+?)(?=\0|__set_state|\W)', data):
        name = m.group(1).decode()
        if name.endswith('__set_state') or 'Enum' in name or OUTSIDE.search(name):
            continue
        found[module].update((name, '__pyx_unpickle_' + name))


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
