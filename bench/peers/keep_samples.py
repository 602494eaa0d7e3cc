"""A plugin of pytest that keeps what a scanner's own tests hand to the scanner, each content once.

usage, in a checkout of the scanner, in an environment for its tests, without network:
  PYTHONPATH=.../bench/peers python -m pytest -p keep_samples --keep FOLDER --peer PEER [--committed FOLDER]... TESTS

What lies in the checkout keeps its path there, FOLDER/PEER/tests/data/a.pkl; all that lies below a `--committed` folder is
kept, handed over or not. What a test made lies below the name of the test, FOLDER/PEER/test_name/a.pkl; a directory that is
handed over stays one. Samples are hostile: samples.mjs reads them, nothing here loads them, and they are committed nowhere.

  picklescan   --committed tests/data --committed tests/data2 tests
  modelscan    --committed tests/data tests
  fickling     test
  modelaudit   --committed tests/assets/samples tests --ignore-glob=*X*, for cli, cache, integration, performance, interrupt
"""
import functools, hashlib, importlib, inspect, re
from pathlib import Path

import pytest

KEPT = pytest.StashKey()

# Where the tests of a peer enter it: functions of a module, or methods of a class. `+` is for the classes derived from it as well.
ENTRIES = {
    'picklescan': {
        'picklescan.scanner': ['scan_pickle_bytes', 'scan_7z_bytes', 'scan_zip_bytes', 'scan_numpy', 'scan_pytorch',
                               'scan_bytes', 'scan_file_path', 'scan_directory_path'],
    },
    'modelscan': {
        'modelscan.modelscan:ModelScan': ['scan'],
        'modelscan.tools.picklescanner': ['scan_pickle_bytes', 'scan_numpy', 'scan_pytorch'],
    },
    'fickling': {
        'fickling.fickle:StackedPickle': ['load'],
        'fickling.fickle:Pickled': ['load'],
        'fickling.analysis': ['check_safety', 'is_likely_safe'],
        'fickling.loader': ['load', 'loads', 'scan_file', 'scan_zip_archive'],
        'fickling.polyglot': ['find_file_properties', 'identify_pytorch_file_format'],
        'fickling.pytorch:PyTorchModelWrapper': ['__init__'],
    },
    'modelaudit': {
        'modelaudit.core': ['scan_model_directory_or_file', 'scan_file'],
        'modelaudit.scanners.base:BaseScanner+': ['scan'],
    },
}
# A test that makes more than this is about a limit of the scanner; the content says nothing.
LARGEST = 16 << 20
# What tempfile puts into names differs from run to run.
RANDOM = re.compile(r'tmp[a-z0-9_]{8}')


def pytest_addoption(parser):
    group = parser.getgroup('samples')
    group.addoption('--keep', required=True, type=Path, help='folder of samples')
    group.addoption('--peer', required=True, choices=ENTRIES)
    group.addoption('--committed', action='append', default=[], type=Path, help='a folder of samples in the checkout')


def pytest_configure(config):
    kept = config.stash[KEPT] = Kept(config.getoption('keep') / config.getoption('peer'), config.rootpath)
    for folder in config.getoption('committed'):
        kept.keep_path(config.rootpath / folder)
    # Before the tests import them, so that they import what is wrapped.
    for entry, names in ENTRIES[config.getoption('peer')].items():
        module, _, class_name = entry.partition(':')
        owner = importlib.import_module(module)
        if class_name:
            owner = getattr(owner, class_name.rstrip('+'))
        for name in names:
            kept.wrap(owner, name)
        if class_name.endswith('+'):
            owner.__init_subclass__ = classmethod(lambda cls, **_: [kept.wrap(cls, name) for name in names if name in vars(cls)])


def pytest_runtest_setup(item):
    item.config.stash[KEPT].test = getattr(item, 'originalname', None) or item.name


def pytest_terminal_summary(terminalreporter, config):
    kept = config.stash[KEPT]
    terminalreporter.line(f'{len(kept.digests)} samples kept in {kept.folder}, {kept.large} larger ones left out')


class Kept:
    def __init__(self, folder, checkout):
        self.folder, self.checkout = folder, checkout
        self.digests, self.large, self.test, self.inside = set(), 0, 'collection', False

    def wrap(self, owner, name):
        """What a wrapped function calls in turn is what the scanner hands to itself: not a sample."""
        static = isinstance(inspect.getattr_static(owner, name), staticmethod)
        function = getattr(owner, name)
        first = 1 if inspect.isclass(owner) and not static else 0

        @functools.wraps(function)
        def wrapped(*args, **kwargs):
            if self.inside:
                return function(*args, **kwargs)
            self.inside = True
            try:
                self.keep([*args[first:], *kwargs.values()])
                return function(*args, **kwargs)
            finally:
                self.inside = False
        setattr(owner, name, staticmethod(wrapped) if static else wrapped)

    def keep(self, arguments):
        sample, *others = arguments or [None]
        name = next((one for one in others if isinstance(one, str)), 'sample.pkl')
        if hasattr(sample, 'get_source'):  # modelscan's Model, a name with a stream
            name, sample = str(sample.get_source()), sample.get_stream()
        if isinstance(sample, (str, Path)):
            self.keep_path(Path(sample))
        elif isinstance(sample, (bytes, bytearray, memoryview)):
            self.put(self.folder / self.test, {Path(name).name: bytes(sample)})
        elif hasattr(sample, 'dumps'):  # fickling's Pickled, made of opcodes
            self.put(self.folder / self.test, {name: sample.dumps()})
        elif hasattr(sample, 'seek'):
            start = sample.tell()
            self.put(self.folder / self.test, {Path(name).name: sample.read()})
            sample.seek(start)

    def keep_path(self, path):
        if path.resolve().is_relative_to(self.checkout):
            for file in files_below(path.resolve()):
                self.put_all(self.folder / file.relative_to(self.checkout).parent, {file.name: file})
        elif path.is_dir():
            self.put_all(self.folder / self.test, {f'{path.name}/{file.relative_to(path)}': file for file in files_below(path)})
        else:
            self.put_all(self.folder / self.test, {path.name: file for file in files_below(path)})

    def put_all(self, folder, files):
        """Files that belong together, or one: they keep their places to each other."""
        if sum(file.stat().st_size for file in files.values()) > LARGEST:
            self.large += 1
        elif files:
            self.put(folder, {name: file.read_bytes() for name, file in files.items()})

    def put(self, folder, contents):
        names = {RANDOM.sub('tmp', name): content for name, content in contents.items()}
        # The name of a single file says nothing that its content does not say; of several, what each of them is.
        digest = hashlib.sha256(repr(sorted(names.items()) if len(names) > 1 else [*names.values()]).encode()).digest()
        if digest in self.digests:
            return
        self.digests.add(digest)
        top, number = next(iter(names)).split('/')[0], 0
        while (folder / numbered(top, number)).exists():
            number += 1
        for name, content in names.items():
            place = folder / numbered(top, number) / name[len(top) + 1:]
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)


def files_below(path):
    return sorted(one for one in path.rglob('*') if one.is_file()) if path.is_dir() else [path] if path.is_file() else []


def numbered(name, number):
    return f'{number}-{name}' if number else name
