"""Validates bags with bagit-python (PyPI bagit). Usage: bagit_check.py BAG.zip ..."""

import logging
import os
import sys
import tempfile
import zipfile

import bagit

logging.disable(logging.CRITICAL)
failed = False
for path in sys.argv[1:]:
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(path) as archive:
            archive.extractall(folder)
        if not os.path.exists(os.path.join(folder, "bagit.txt")):
            folder = os.path.join(folder, os.listdir(folder)[0])
        try:
            bagit.Bag(folder).validate()
            print(f"bagit-python: {path}: valid")
        except bagit.BagError as error:
            print(f"bagit-python: {path}: {error}")
            failed = True
sys.exit(1 if failed else 0)
