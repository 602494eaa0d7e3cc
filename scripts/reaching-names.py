#!/usr/bin/env python3
"""Writes src/assess/reaching-names.json: callables of well-known packages that reach outside when they are called.

usage: scripts/reaching-names.py FOLDER [PACKAGE…]

Reads the Python sources below FOLDER (site-packages, or the standard library) and imports nothing. Listed is what hands
an argument on to something that executes code, imports by name, starts processes, opens files or connections, or loads
another pickle: functions, methods, and classes by the constructor that does so (`Class.__init__`, also an inherited
one). Calls are followed through names that the package imports, up to FARTHEST calls deep. Left out is what
src/assess/callables.json calls dangerous anyway. Names of the folder are added to those that the file has already;
delete it to begin anew.
"""
import ast, json, os, re, sys

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ASSESS = os.path.join(HERE, 'src', 'assess')
OUT = os.path.join(ASSESS, 'reaching-names.json')
LISTS = json.load(open(os.path.join(ASSESS, 'callables.json'), encoding='utf-8'))
FARTHEST = 3
LONGEST_SOURCE = 3_000_000

# What reaches outside with its arguments, by the names that programs use.
SINKS = {f'{module}.{name}' for module, names in {
    'builtins': 'open eval exec __import__',
    'io': 'open FileIO open_code', '_io': 'open FileIO', 'codecs': 'open', 'tokenize': 'open',
    'os': '''system popen startfile remove unlink rename renames replace mkdir makedirs rmdir removedirs chmod chown lchown link symlink truncate
        open kill killpg putenv execv execve execvp execvpe execl execle execlp spawnv spawnve spawnl spawnlp spawnvp posix_spawn posix_spawnp
        mkfifo mknod listdir scandir walk chdir add_dll_directory''',
    'shutil': 'rmtree copy copy2 copyfile copytree move unpack_archive make_archive chown copymode',
    'subprocess': 'Popen run call check_call check_output getoutput getstatusoutput',
    'asyncio': 'create_subprocess_exec create_subprocess_shell', 'pty': 'spawn',
    'socket': 'create_connection create_server', 'urllib': 'urlopen urlretrieve', 'urllib2': 'urlopen',
    'urllib.request': 'urlopen urlretrieve', 'http.client': 'HTTPConnection HTTPSConnection', 'ftplib': 'FTP', 'smtplib': 'SMTP',
    'telnetlib': 'Telnet', 'xmlrpc.client': 'ServerProxy',
    'requests': 'get post put request head delete patch', 'httpx': 'get post stream request',
    'ctypes': 'CDLL PyDLL WinDLL cdll.LoadLibrary windll.LoadLibrary',
    'pickle': 'load loads Unpickler', '_pickle': 'load loads', 'cPickle': 'load loads', 'marshal': 'load loads',
    'dill': 'load loads', 'cloudpickle': 'load loads', 'joblib': 'load dump', 'shelve': 'open', 'dbm': 'open',
    'numpy': 'load fromfile memmap loadtxt genfromtxt save savez savez_compressed savetxt lib.format.open_memmap',
    'pandas': 'read_csv read_pickle read_parquet read_json read_excel read_hdf read_sql read_table read_feather eval',
    'yaml': 'unsafe_load full_load', 'runpy': 'run_path run_module', 'code': 'interact', 'timeit': 'timeit',
    'types': 'FunctionType CodeType', 'pydoc': 'locate', 'pkgutil': 'resolve_name get_data get_loader', 'typing': 'get_type_hints',
    'importlib': '''import_module reload util.spec_from_file_location util.find_spec machinery.SourceFileLoader resources.read_text''',
    'imp': 'load_source load_module find_module', 'zipimport': 'zipimporter', 'sqlite3': 'connect',
    'gzip': 'open GzipFile', 'bz2': 'open BZ2File', 'lzma': 'open LZMAFile', 'tarfile': 'open TarFile', 'zipfile': 'ZipFile PyZipFile',
    'h5py': 'File', 'PIL.Image': 'open', 'cv2': 'imread imwrite', 'webbrowser': 'open', 'glob': 'glob iglob', 'mmap': 'mmap',
    'logging': 'FileHandler config.fileConfig config.dictConfig', 'sympy': 'sympify', 'tempfile': 'NamedTemporaryFile mkdtemp mkstemp',
    'xml.etree.ElementTree': 'parse', 'xml.dom.minidom': 'parse', 'configparser': 'ConfigParser.read',
    'torch': 'load save hub.load hub.load_state_dict_from_url hub.download_url_to_file jit.load ops.load_library package.PackageImporter',
    'fsspec': 'open', 'huggingface_hub': 'hf_hub_download snapshot_download cached_download',
    'tensorflow': 'io.gfile.GFile io.read_file saved_model.load load_library load_op_library',
    'safetensors': 'safe_open torch.load_file torch.save_file numpy.load_file', 'onnx': 'load', 'onnxruntime': 'InferenceSession',
    'soundfile': 'read', 'scipy.io': 'loadmat wavfile.read', 'imageio': 'imread', 'signal': 'signal',
}.items() for name in names.split()}
# Methods of paths and arrays, whatever holds them.
METHODS = set('open read_text write_text read_bytes write_bytes unlink rmdir mkdir touch symlink_to hardlink_to'.split())
GIVEN = {'tofile', 'sendto'}
# Their first argument says what is reached; what the others say is harmless.
BY_FIRST = {'builtins.open': 'file', 'io.open': 'file', 'codecs.open': 'filename', 'importlib.import_module': 'name',
            'builtins.__import__': 'name', 'importlib.util.find_spec': 'name'}
BUILTINS = {'open', 'eval', 'exec', '__import__'}
DANGEROUS = set(LISTS['dangerous'])
SEGMENTS = set(LISTS['dangerousSegments'])
ENDINGS = set(LISTS['calledEndings'])


class Function:
    def __init__(self, node, module, owner, kind):
        self.node, self.module, self.owner, self.kind = node, module, owner, kind
        a = node.args
        self.parameters = [x.arg for x in a.posonlyargs + a.args + a.kwonlyargs] + [x.arg for x in (a.vararg, a.kwarg) if x]
        self.reaches = None
        self.facts = None


functions = {}
classes = {}  # qualified → (module, bases as dotted text)
scopes = {}  # module → name → what it stands for
packages_read = set()  # modules that are packages: what they import is what they offer


def statements(body):
    for node in body:
        yield node
        for part in ('body', 'orelse', 'finalbody'):
            if isinstance(node, (ast.If, ast.Try, ast.With)):
                yield from statements(getattr(node, part, []))
        for handler in getattr(node, 'handlers', []) if isinstance(node, ast.Try) else []:
            yield from statements(handler.body)


def dotted(node):
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return '.'.join(reversed(parts + [node.id])) if isinstance(node, ast.Name) else None


def read(module, text, is_package):
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return
    scope = scopes[module] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for a in node.names:
                scope[a.asname or a.name.split('.')[0]] = a.name if a.asname else a.name.split('.')[0]
        elif isinstance(node, ast.ImportFrom):
            base = module.split('.') if is_package else module.split('.')[:-1]
            if node.level > 1:
                base = base[:-(node.level - 1)]
            origin = '.'.join(base + ([node.module] if node.module else [])) if node.level else node.module or ''
            for a in node.names:
                if a.name == '*':
                    scope.setdefault('*', []).append(origin)
                else:
                    scope[a.asname or a.name] = f'{origin}.{a.name}'

    def read_class(node, prefix):
        qualified = f'{module}.{prefix}{node.name}'
        classes[qualified] = (module, [d for d in map(dotted, node.bases) if d])
        if not prefix:
            scope[node.name] = qualified
        for n in statements(node.body):
            if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef)):
                marks = {d.id for d in n.decorator_list if isinstance(d, ast.Name)}
                kind = 'class' if 'classmethod' in marks else 'static' if 'staticmethod' in marks else 'method'
                functions[f'{qualified}.{n.name}'] = Function(n, module, qualified, kind)
            elif isinstance(n, ast.ClassDef):
                read_class(n, f'{prefix}{node.name}.')

    for node in statements(tree.body):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            functions[f'{module}.{node.name}'] = Function(node, module, None, 'function')
            scope[node.name] = f'{module}.{node.name}'
        elif isinstance(node, ast.ClassDef):
            read_class(node, '')
        elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            first, *rest = (dotted(node.value) or '').split('.')
            stands = scope.get(first) or (f'builtins.{first}' if first in BUILTINS else None)
            if isinstance(stands, str):
                scope[node.targets[0].id] = '.'.join([stands] + rest)


resolved = {}


def resolve(name, depth=0):
    """The definition that a name stands for, through what modules import from each other."""
    if name in resolved:
        return resolved[name]
    resolved[name] = name
    if name in functions or name in classes or name in SINKS or depth >= 8:
        return name
    parts = name.split('.')
    for i in range(len(parts) - 1, 0, -1):
        scope = scopes.get('.'.join(parts[:i]))
        if scope is None:
            continue
        origins = [scope[parts[i]]] if isinstance(scope.get(parts[i]), str) else [f'{o}.{parts[i]}' for o in scope.get('*', [])]
        for origin in origins:
            found = resolve('.'.join([origin] + parts[i + 1:]), depth + 1) if origin != name else name
            if found in functions or found in classes or found in SINKS:
                resolved[name] = found
                return found
        break
    return name


def in_scope(module, name):
    first, *rest = name.split('.')
    stands = scopes[module].get(first)
    if stands is None and not rest and first in BUILTINS:
        return f'builtins.{first}'
    return resolve('.'.join([stands] + rest)) if isinstance(stands, str) else None


def bases(owner):
    module, names = classes[owner]
    return [b for b in (in_scope(module, name) for name in names) if b]


def method_of(owner, name, seen=()):
    if owner in SINKS:
        return owner if name == '__init__' else None
    if owner not in classes or owner in seen:
        return None
    if f'{owner}.{name}' in functions:
        return f'{owner}.{name}'
    return next((m for m in (method_of(b, name, (*seen, owner)) for b in bases(owner)) if m), None)


def callees(call, function):
    f = call.func
    if isinstance(f, ast.Attribute) and isinstance(f.value, ast.Call) and getattr(f.value.func, 'id', '') == 'super':
        return [m for m in (method_of(b, f.attr) for b in bases(function.owner)) if m] if function.owner else []
    name = dotted(f)
    if name is None:
        return []
    first, *rest = name.split('.')
    if first in ('self', 'cls') and function.owner:
        found = method_of(function.owner, rest[0]) if len(rest) == 1 else None
        return [found] if found else []
    found = None if first in function.parameters else in_scope(function.module, name)
    return [found] if found else []


def names_in(node):
    known = node.__dict__.get('_names')
    if known is None:
        known = node._names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} | {
            f'self.{n.attr}' for n in ast.walk(node) if isinstance(n, ast.Attribute) and getattr(n.value, 'id', '') == 'self'}
    return known


def flows(node):
    """Every place where a value goes into a variable."""
    for n in ast.walk(node):
        if isinstance(n, ast.Assign):
            yield n.value, n.targets
        elif isinstance(n, (ast.AnnAssign, ast.AugAssign, ast.NamedExpr)) and n.value is not None:
            yield n.value, [n.target]
        elif isinstance(n, (ast.For, ast.AsyncFor, ast.comprehension)):
            yield n.iter, [n.target]
        elif isinstance(n, ast.withitem) and n.optional_vars is not None:
            yield n.context_expr, [n.optional_vars]


def facts_of(function):
    """Whether it reaches outside by itself, and what it hands its arguments to."""
    given = set(function.parameters)
    isFixed = function.kind == 'class' or (function.kind == 'method' and function.node.name in ('__init__', '__new__'))
    if isFixed and function.parameters:
        given.discard(function.parameters[0])
    assigned = []
    for value, targets in flows(function.node):
        stored = set().union(*[{n for n in names_in(t)} for t in targets]) - {'self'}
        assigned.append((names_in(value), stored))
    for _ in range(6):
        before = len(given)
        for used, stored in assigned:
            if not given.isdisjoint(used):
                given |= stored
        if len(given) == before:
            break
    is_given = lambda node: not given.isdisjoint(names_in(node))
    handed = []
    for call in (n for n in ast.walk(function.node) if isinstance(n, ast.Call)):
        f = call.func
        arguments = [*call.args, *(k.value for k in call.keywords)]
        some = any(map(is_given, arguments))
        if isinstance(f, ast.Attribute) and ((f.attr in METHODS and is_given(f.value)) or (f.attr in GIVEN and some)):
            return True, []
        if not some:
            continue
        for callee in callees(call, function):
            first = BY_FIRST.get(callee)
            if first and not (call.args and is_given(call.args[0])) and not any(k.arg == first and is_given(k.value) for k in call.keywords):
                continue
            handed.append(callee)
    return False, handed


def steps_to(name):
    """Calls between a name and what reaches outside; None where there is no way."""
    if name in SINKS:
        return 0
    if name in functions:
        return functions[name].reaches
    if name in classes:
        ways = [steps_to(m) for m in (method_of(name, part) for part in ('__new__', '__init__', '__post_init__')) if m]
        return min((w for w in ways if w is not None), default=None)
    return None


def follow():
    for step in range(1, FARTHEST + 2):
        for name, function in functions.items():
            if function.reaches is not None:
                continue
            if function.facts is None:
                function.facts = facts_of(function)
                function.node = None
            direct, handed = function.facts
            if (direct and step == 1) or any((steps_to(h) or 0) < step and steps_to(h) is not None for h in handed):
                function.reaches = step


def is_known(name):
    parts = name.split('.')
    if any('.'.join(parts[:i]) in DANGEROUS for i in range(1, len(parts) + 1)) or parts[-1] in ENDINGS:
        return True
    return any(p in SEGMENTS or p.lstrip('_') in SEGMENTS for p in parts[1:])


def is_listed(name, function):
    """Special methods are no way in, and methods of tests are too many for what they are."""
    if re.search(r'\.__(?!init__|new__)\w+__$', name):
        return False
    is_test = re.search(r'(^|[._])(test|tests)([._]|$)|TestCase', function.module + '.' + (function.owner or ''))
    return function.kind != 'method' or not is_test


def main(folder, packages):
    for path, folders, files in os.walk(folder):
        folders[:] = sorted(d for d in folders if d != '__pycache__' and re.fullmatch(r'[A-Za-z_]\w*', d) and d not in ('site_packages', '_vendor'))
        if path == folder and packages:
            folders[:] = [d for d in folders if d in packages]
        for file in sorted(files):
            whole = os.path.join(path, file)
            if not file.endswith('.py') or os.path.getsize(whole) > LONGEST_SOURCE:
                continue
            if path == folder and packages and file[:-3] not in packages:
                continue
            module = os.path.relpath(whole, folder)[:-3].replace(os.sep, '.')
            is_package = module.endswith('.__init__')
            module = module[:-9] if is_package else module
            if is_package:
                packages_read.add(module)
            if re.fullmatch(r'[A-Za-z_]\w*(\.[A-Za-z_]\w*)*', module):
                read(module, open(whole, encoding='utf-8', errors='replace').read(), is_package)
    follow()
    found = {name for name, function in functions.items() if function.reaches is not None and is_listed(name, function)}
    for owner in classes:
        if re.search(r'(^|\.)tests?\.', owner):
            continue
        for part in ('__init__', '__new__'):
            method = method_of(owner, part)
            if method and steps_to(method) is not None:
                found.add(f'{owner}.{part}')
    for module in sorted(packages_read):
        for name, origin in scopes.get(module, {}).items():
            is_public = name != '*' and not name.startswith('_') and origin != f'{module}.{name}'
            function = in_scope(module, name) if is_public else None
            if function in functions and function in found:
                found.add(f'{module}.{name}')
    listed = json.load(open(OUT, encoding='utf-8')) if os.path.exists(OUT) else {}
    for name in sorted(found):
        # What `__new__` reaches is reached however the class is used.
        shown = name.removesuffix('.__new__')
        if is_known(shown.removesuffix('.__init__')):
            continue
        module = next(m for m in ('.'.join(name.split('.')[:i]) for i in range(name.count('.'), 0, -1)) if m in scopes)
        names = listed.setdefault(module, '').split()
        listed[module] = ' '.join(sorted({*names, shown[len(module) + 1:]}))
    with open(OUT, 'w', encoding='utf-8') as f:
        json.dump(dict(sorted(listed.items())), f, indent=1)
        f.write('\n')
    print(f'{sum(len(n.split()) for n in listed.values())} names of {len(listed)} modules, {os.path.getsize(OUT)} bytes')


if __name__ == '__main__':
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1], set(sys.argv[2:]))
