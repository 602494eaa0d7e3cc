"""Reads every tensor that tensors.csv lists straight from the zip and compares digests. Usage: tensors.py BAG.zip ..."""

import csv
import hashlib
import io
import sys
import zipfile

ITEM_BYTES = {"complex64": 4, "complex128": 8}
BITS = {"8": 1, "16": 2, "32": 4, "64": 8}


def item_bytes(dtype):
    """Bytes of one number, for turning big-endian values around."""
    if dtype in ITEM_BYTES:
        return ITEM_BYTES[dtype]
    return next((size for bits, size in sorted(BITS.items()) if dtype.endswith(bits)), 1)


failed = False
for path in sys.argv[1:]:
    with zipfile.ZipFile(path) as archive:
        name = next(name for name in archive.namelist() if name.split("/")[-1] == "tensors.csv")
        rows = list(csv.DictReader(io.TextIOWrapper(archive.open(name), "utf-8", newline="")))
    read = wrong = 0
    with open(path, "rb") as file:
        for row in rows:
            if row["sha256"] == "" or row["strides"] != "":
                continue
            file.seek(int(row["offset_in_zip"]))
            values = file.read(int(row["bytes"]))
            if row["byte_order"] == "big":
                size = item_bytes(row["dtype"])
                values = b"".join(values[i : i + size][::-1] for i in range(0, len(values), size))
            read += 1
            if hashlib.sha256(values).hexdigest() != row["sha256"]:
                wrong += 1
                print(f"  wrong: {row['file']} {row['tensor']!r}")
    print(f"tensors.csv: {path}: {read} of {len(rows)} tensors read, {wrong} wrong")
    failed = failed or wrong > 0
sys.exit(1 if failed else 0)
