"""Writes modelbag.run.json from a notebook or a console: the same document as `modelbag record -- COMMAND`.

    from modelbag_record import record

    with record(seeds={"torch": 42}, inputs=["data/train.csv"], script="train.ipynb") as run:
        ...                                   # the training
        run.outputs.append("model.pt")        # files written, where they lie outside of the project
        run.metrics["accuracy"] = 0.97

Needs nothing but Python 3.8. Reads no environment variable but those listed below.
"""

import contextlib
import datetime
import hashlib
import json
import os
import platform
import re
import subprocess
import sys
import time
from importlib import metadata

VARIABLES = (
    "PYTHONHASHSEED PL_GLOBAL_SEED PL_SEED_WORKERS CUBLAS_WORKSPACE_CONFIG CUDA_LAUNCH_BLOCKING CUDA_VISIBLE_DEVICES "
    "FLASH_ATTENTION_DETERMINISTIC NVIDIA_TF32_OVERRIDE TF_DETERMINISTIC_OPS TF_CUDNN_DETERMINISTIC "
    "TF_ENABLE_ONEDNN_OPTS KERAS_BACKEND XLA_FLAGS JAX_ENABLE_X64 JAX_PLATFORMS OMP_NUM_THREADS MKL_NUM_THREADS "
    "MKL_CBWR OPENBLAS_NUM_THREADS NUMEXPR_NUM_THREADS NUMBA_NUM_THREADS"
).split()
SKIPPED = {".git", "__pycache__", ".ipynb_checkpoints", ".venv", "venv", "node_modules", ".mypy_cache", ".pytest_cache"}
RECORD = re.compile(r"modelbag\.run(\.[\w-]+)?\.json$")


class Run:
    """What the training adds to its own record."""

    def __init__(self, seeds, inputs, parameters):
        self.seeds, self.inputs, self.parameters = dict(seeds), list(inputs), dict(parameters)
        self.outputs, self.metrics, self.notes = [], {}, []


@contextlib.contextmanager
def record(seeds=None, inputs=(), parameters=None, script=None, name=None, root=None):
    """Records what happens inside of the block; a block that raises is recorded with exit code 1, and raises."""
    top = os.path.realpath(root or _git(".", "rev-parse", "--show-toplevel").strip() or ".")
    run = Run(seeds or {}, inputs, parameters or {})
    commit, changes = _git(top, "rev-parse", "HEAD").strip(), _changes(top)
    before, started, start = _snapshot(top), datetime.datetime.now(datetime.timezone.utc), time.perf_counter()
    code = 1
    try:
        yield run
        code = 0
    finally:
        duration = time.perf_counter() - start
        after = _snapshot(top)
        written = {p: "changed" if p in before else "created" for p in after if before.get(p) != after[p]}
        for path in run.outputs:
            written.setdefault(_relative(path, top), "changed")
        read = {_relative(p, top) for p in run.inputs + ([script] if script else [])}
        document = {
            "schema": "modelbag/run/1",
            "command": [os.path.basename(sys.executable), script or "-"],
            "workingDirectory": _relative(os.getcwd(), top),
            "startedAt": started.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z",
            "durationSeconds": round(duration, 3),
            "exitCode": code,
            "git": {"commit": commit, "dirty": bool(changes), "changes": changes[:100]} if commit else None,
            "system": {
                "os": _os(),
                "kernel": platform.system() + " " + platform.release(),
                "architecture": platform.machine(),
            },
            "hardware": _hardware(),
            "interpreter": {
                "language": "python",
                "version": platform.python_version(),
                "implementation": platform.python_implementation(),
                "basis": "the program itself",
            },
            "packages": _packages(),
            "seeds": [{"library": k, "value": v, "from": "told by the program"} for k, v in sorted(run.seeds.items())],
            "variables": {k: os.environ[k] for k in VARIABLES if k in os.environ},
            "inputs": [_file(p, top) for p in sorted(read)],
            "outputs": [dict(_file(p, top), change=c) for p, c in sorted(written.items())],
            "removed": sorted(set(before) - set(after)),
            "notes": run.notes,
            "recordedBy": "modelbag_record.py",
        }
        if script:
            document["script"] = _relative(script, top)
        if run.parameters:
            document["parameters"] = run.parameters
        if run.metrics:
            document["metrics"] = {k: float(v) for k, v in run.metrics.items()}
        target = os.path.join(top, "modelbag.run.%s.json" % name if name else "modelbag.run.json")
        with open(target, "w", encoding="utf-8") as out:
            json.dump(document, out, indent=2, sort_keys=True, ensure_ascii=False)
            out.write("\n")


def _relative(path, top):
    return os.path.relpath(os.path.realpath(path), top).replace(os.sep, "/")


def _ask(*words):
    try:
        return subprocess.run(words, capture_output=True, text=True, timeout=60, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return ""


def _git(folder, *words):
    return _ask("git", "-C", folder, *words)


def _changes(top):
    rows = _git(top, "--no-optional-locks", "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all").split("\0")
    return sorted(row[3:] for row in rows if len(row) > 3 and not RECORD.search(row))


def _snapshot(top):
    found = {}
    for folder, folders, files in os.walk(top):
        folders[:] = [f for f in folders if f not in SKIPPED]
        for file in files:
            path = os.path.join(folder, file)
            try:
                state = os.stat(path)
            except OSError:
                continue
            if not RECORD.search(file):
                found[_plain(path, top)] = (state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino)
    return found


def _plain(path, top):
    return os.path.relpath(path, top).replace(os.sep, "/")


def _file(path, top):
    digest, size = hashlib.sha256(), 0
    with open(os.path.join(top, path), "rb") as source:
        for part in iter(lambda: source.read(1 << 20), b""):
            digest.update(part)
            size += len(part)
    return {"path": path, "size": size, "sha256": digest.hexdigest()}


def _packages():
    found = {d.metadata["Name"]: d.version for d in metadata.distributions() if d.metadata["Name"] and d.version}
    return dict(sorted(found.items()))


def _os():
    try:
        with open("/etc/os-release", encoding="utf-8") as source:
            return re.search(r'^PRETTY_NAME="?([^"\n]*)', source.read(), re.M).group(1)
    except (OSError, AttributeError):
        return platform.platform()


def _hardware():
    cpu = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as source:
            cpu = re.search(r"^model name\s*:\s*(.+)$", source.read(), re.M).group(1)
    except (OSError, AttributeError):
        cpu = _ask("sysctl", "-n", "machdep.cpu.brand_string").strip() or cpu
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        memory = 0
    query = "--query-gpu=name,driver_version,memory.total"
    rows = [row.split(", ") for row in _ask("nvidia-smi", query, "--format=csv,noheader,nounits").splitlines()]
    gpus = [{"name": n, "driver": d, "memoryBytes": int(m) << 20} for n, d, m in (r for r in rows if len(r) == 3)]
    cuda = re.search(r"CUDA Version:\s*([\d.]+)", _ask("nvidia-smi"))
    found = {"cpu": cpu, "cores": os.cpu_count() or 1, "memoryBytes": memory, "gpus": gpus}
    if cuda:
        found["cuda"] = cuda.group(1)
    return found
