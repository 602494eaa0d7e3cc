"""Judges files with one scanner, in one process: reads paths from stdin and writes [outcome, path, why], one a line, all as JSON.

usage: judge.py {picklescan|modelscan|fickling|modelaudit} < paths

found: the scanner warns of the file, `why` is its first finding · clean: it read the file and does not · skipped: it says that it read nothing ·
error: it gave up, crashed, or needed more than LIMIT seconds. Nothing is loaded; the scanners themselves do not load either.
"""
import contextlib, importlib.metadata, io, json, os, signal, sys, warnings, zipfile

LIMIT = 30
warnings.filterwarnings('ignore')
os.environ.update(PROMPTFOO_DISABLE_TELEMETRY='1', NO_ANALYTICS='1', DO_NOT_TRACK='1', CUDA_VISIBLE_DEVICES='', TF_CPP_MIN_LOG_LEVEL='3')


def picklescan():
    from picklescan.scanner import SafetyLevel, scan_directory_path, scan_file_path

    def judge(path):
        r = scan_directory_path(path) if os.path.isdir(path) else scan_file_path(path)
        if r.issues_count:
            named = sorted(f'{g.module}.{g.name}' for g in r.globals if g.safety is SafetyLevel.Dangerous)
            return 'found', f'imports {named[0]}'
        return ('error' if r.scan_err else 'clean' if r.scanned_files else 'skipped'), ''
    return judge


def modelscan():
    from modelscan.modelscan import ModelScan

    def judge(path):
        r = ModelScan().scan(path)
        s = r['summary']
        if s['total_issues']:
            return 'found', r['issues'][0]['description']
        if r['errors']:
            return 'error', r['errors'][0]['description']
        return ('clean' if s['scanned']['total_scanned'] else 'skipped'), ''
    return judge


def fickling():
    from fickling.analysis import Severity, check_safety
    from fickling.fickle import StackedPickle

    def of(pickles):
        for pickled in pickles:
            worst = max(check_safety(pickled).results, key=lambda result: result.severity.value[0], default=None)
            # Below this, fickling itself says that it merely cannot rule something out.
            if worst is not None and worst.severity.value[0] >= Severity.LIKELY_UNSAFE.value[0]:
                return 'found', str(worst)
        return 'clean', ''

    def judge(path):
        if os.path.isdir(path):
            return 'skipped', ''
        with open(path, 'rb') as f:
            head = f.read(4)
        if head[:2] == b'PK':
            # What fickling.pytorch reads, without the whole of torch.
            with zipfile.ZipFile(path) as z:
                inside = [z.read(n) for n in z.namelist() if n.endswith('data.pkl')]
            if not inside:
                return 'skipped', ''
            return of(p for b in inside for p in StackedPickle.load(io.BytesIO(b)))
        with open(path, 'rb') as f:
            return of(StackedPickle.load(f))
    return judge


def modelaudit():
    from modelaudit.core import scan_model_directory_or_file

    def judge(path):
        r = scan_model_directory_or_file(path, timeout=LIMIT)
        for wanted in ('critical', 'warning'):
            for i in r.issues:
                if str(getattr(i.severity, 'value', i.severity)).lower() == wanted:
                    return 'found', i.message
        return ('error' if getattr(r, 'has_errors', False) else 'clean' if getattr(r, 'files_scanned', 1) else 'skipped'), ''
    return judge


def late(*_):
    raise TimeoutError(f'more than {LIMIT} seconds')


def main(name):
    out = os.fdopen(os.dup(1), 'w')

    def say(*values):
        print(json.dumps(values), file=out, flush=True)
    say('version', importlib.metadata.version(name), '')
    with open(os.devnull, 'w') as nothing, contextlib.redirect_stdout(nothing), contextlib.redirect_stderr(nothing):
        judge = globals()[name]()
        signal.signal(signal.SIGALRM, late)
        for line in sys.stdin:
            path = json.loads(line)
            signal.alarm(LIMIT)
            try:
                outcome, why = judge(path)
            except BaseException as e:
                if isinstance(e, KeyboardInterrupt):
                    raise
                outcome, why = 'error', f'{type(e).__name__}: {e}'
            finally:
                signal.alarm(0)
            say(outcome, path, why)


if __name__ == '__main__':
    main(sys.argv[1])
