"""Reads zips with Python's zipfile: every CRC, no data descriptors, sorted names. Usage: zip_check.py BAG.zip ..."""

import sys
import zipfile

failed = False
for path in sys.argv[1:]:
    with zipfile.ZipFile(path) as archive:
        broken = archive.testzip()
        members = archive.infolist()
    names = [member.filename.encode() for member in members]
    found = []
    if broken is not None:
        found.append(f"CRC of {broken}")
    if names != sorted(names):
        found.append("names are not in byte order")
    if any(member.flag_bits & 8 for member in members):
        found.append("data descriptors")
    if any(member.compress_type != zipfile.ZIP_STORED for member in members):
        found.append("members that are not stored")
    print(f"Python zipfile: {path}: {', '.join(found) or f'{len(members)} members read'}")
    failed = failed or bool(found)
sys.exit(1 if failed else 0)
