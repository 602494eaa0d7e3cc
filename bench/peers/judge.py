"""Judges files with one scanner, in one process: reads paths from stdin, one a line, writes `outcome<TAB>path` lines.

usage: judge.py {picklescan|modelscan|fickling|modelaudit} < paths

found: the scanner warns of the file · clean: it read the file and does not · skipped: it says that it read nothing ·
error: it gave up, crashed, or needed more than LIMIT seconds. Nothing is loaded; the scanners themselves do not load either.
"""
import contextlib, importlib.metadata, io, os, signal, sys, warnings, zipfile

LIMIT = 30
warnings.filterwarnings('ignore')
os.environ.update(PROMPTFOO_DISABLE_TELEMETRY='1', NO_ANALYTICS='1', DO_NOT_TRACK='1', CUDA_VISIBLE_DEVICES='', TF_CPP_MIN_LOG_LEVEL='3')


def picklescan():
    from picklescan.scanner import scan_directory_path, scan_file_path

    def judge(path):
        r = scan_directory_path(path) if os.path.isdir(path) else scan_file_path(path)
        return 'found' if r.issues_count else 'error' if r.scan_err else 'clean' if r.scanned_files else 'skipped'
    return judge


def modelscan():
    from modelscan.modelscan import ModelScan

    def judge(path):
        r = ModelScan().scan(path)
        s = r['summary']
        return 'found' if s['total_issues'] else 'error' if r['errors'] else 'clean' if s['scanned']['total_scanned'] else 'skipped'
    return judge


def fickling():
    from fickling.analysis import Severity, check_safety
    from fickling.fickle import StackedPickle

    def of(pickled):
        # Below this, fickling itself says that it merely cannot rule something out.
        return check_safety(pickled).severity.value[0] >= Severity.LIKELY_UNSAFE.value[0]

    def judge(path):
        if os.path.isdir(path):
            return 'skipped'
        with open(path, 'rb') as f:
            head = f.read(4)
        if head[:2] == b'PK':
            # What fickling.pytorch reads, without the whole of torch.
            with zipfile.ZipFile(path) as z:
                inside = [z.read(n) for n in z.namelist() if n.endswith('data.pkl')]
            if not inside:
                return 'skipped'
            return 'found' if any(of(p) for b in inside for p in StackedPickle.load(io.BytesIO(b))) else 'clean'
        with open(path, 'rb') as f:
            return 'found' if any(of(p) for p in StackedPickle.load(f)) else 'clean'
    return judge


def modelaudit():
    from modelaudit.core import scan_model_directory_or_file

    def judge(path):
        r = scan_model_directory_or_file(path, timeout=LIMIT)
        severities = {str(getattr(i.severity, 'value', i.severity)).lower() for i in r.issues}
        if severities & {'critical', 'warning'}:
            return 'found'
        return 'error' if getattr(r, 'has_errors', False) else 'clean' if getattr(r, 'files_scanned', 1) else 'skipped'
    return judge


def late(*_):
    raise TimeoutError(f'more than {LIMIT} seconds')


def main(name):
    out = os.fdopen(os.dup(1), 'w')
    print(f'version\t{importlib.metadata.version(name)}', file=out, flush=True)
    with open(os.devnull, 'w') as nothing, contextlib.redirect_stdout(nothing), contextlib.redirect_stderr(nothing):
        judge = globals()[name]()
        signal.signal(signal.SIGALRM, late)
        for line in sys.stdin:
            path = line.rstrip('\n')
            signal.alarm(LIMIT)
            try:
                outcome = judge(path)
            except BaseException as e:
                if isinstance(e, KeyboardInterrupt):
                    raise
                outcome = 'error'
            finally:
                signal.alarm(0)
            print(f'{outcome}\t{path}', file=out, flush=True)


if __name__ == '__main__':
    main(sys.argv[1])
