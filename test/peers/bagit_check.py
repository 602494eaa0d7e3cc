"""Validates bags with bagit-python (PyPI bagit). Usage: bagit_check.py BAG ... (zip, tar or folder)"""

import logging
import os
import sys
import tempfile

import bagit
from unpack import unpack

logging.disable(logging.CRITICAL)
failed = False
for path in sys.argv[1:]:
    with tempfile.TemporaryDirectory() as work:
        try:
            bagit.Bag(str(unpack(path, os.path.join(work, "bag")))).validate()
            print(f"bagit-python: {path}: valid")
        except bagit.BagError as error:
            print(f"bagit-python: {path}: {error}")
            failed = True
sys.exit(1 if failed else 0)
