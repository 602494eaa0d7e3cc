"""Reads bags with Python's zipfile or tarfile alone: {path: sha256} of every file as JSON, one line a bag. Usage: read_digests.py BAG ..."""

import hashlib
import json
import sys
import tarfile
import zipfile


def members(path):
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                if not member.is_dir():
                    yield member.filename, archive.read(member)
    else:
        with tarfile.open(path) as archive:
            for member in archive:
                if member.isfile():
                    yield member.name, archive.extractfile(member).read()


for bag in sys.argv[1:]:
    print(json.dumps({name: hashlib.sha256(content).hexdigest() for name, content in members(bag)}))
