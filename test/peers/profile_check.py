"""Holds bags to our BagIt profile with bagit-profile (PyPI bagit_profile). Usage: profile_check.py BAG ..."""

import json
import logging
import os
import pathlib
import sys
import tempfile

import bagit
import bagit_profile
from unpack import unpack

logging.disable(logging.CRITICAL)
PROFILE = pathlib.Path(__file__).parents[2] / "schemas" / "bagit-profile-1.json"
profile = json.loads(PROFILE.read_text())
failed = False
for path in sys.argv[1:]:
    with tempfile.TemporaryDirectory() as work:
        bag = bagit.Bag(str(unpack(path, os.path.join(work, "bag"))))
        judge = bagit_profile.Profile(profile["BagIt-Profile-Info"]["BagIt-Profile-Identifier"], profile=profile)
        if judge.validate(bag):
            print(f"bagit-profile: {path}: met")
        else:
            print(f"bagit-profile: {path}: {judge.report}")
            failed = True
sys.exit(1 if failed else 0)
