#!/bin/sh
# Lets other programs judge bags: Info-ZIP, 7-Zip, bsdtar, Python, Java, bagit-python, rocrate-validator, stock sha256sum;
# the bill of materials is held against the official schema, and tensors are read by tensors.csv alone.
# A program that is not installed is skipped, and says so. Usage: judge-bags.sh BAG.zip ...
# PYTHON names a Python that has the packages `bagit`, `bagit-profile` and `roc-validator`.
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
python=${PYTHON:-python3}
failed=0

skip() { echo "skipped: $1 is not installed"; }
check() { # name, command...
  name=$1
  shift
  if "$@" >"$log" 2>&1; then echo "$name: ok"; else
    echo "$name: FAILED"
    cat "$log"
    failed=1
  fi
}
log=$(mktemp)
trap 'rm -f "$log"' EXIT

for bag in "$@"; do
  echo "== $bag"
  if command -v unzip >/dev/null; then check "Info-ZIP" unzip -tqq "$bag"; else skip unzip; fi
  if command -v 7z >/dev/null; then check "7-Zip" 7z t -bd "$bag"; else skip 7z; fi
  if command -v bsdtar >/dev/null; then check "bsdtar, streaming" sh -c 'bsdtar -xOf - <"$1" >/dev/null' sh "$bag"; else skip bsdtar; fi
  if command -v java >/dev/null; then check "Java, streaming" java "$here/ZipCheck.java" "$bag"; else skip java; fi
  if command -v unzip >/dev/null && command -v sha256sum >/dev/null; then
    check "sha256sum" sh -c '
      folder=$(mktemp -d) && unzip -qq "$1" -d "$folder" && cd "$folder" &&
        { [ -f bagit.txt ] || cd ./*/; } && sha256sum -c --quiet --strict manifest-sha256.txt tagmanifest-sha256.txt
      status=$?
      rm -rf "$folder"
      exit $status' sh "$bag"
  else skip "unzip or sha256sum"; fi
  check "CycloneDX schema" node "$here/bom.mjs" "$bag"
  if command -v Rscript >/dev/null; then check "tensors.csv in R" Rscript "$here/tensors.R" "$bag"; else skip Rscript; fi
  if command -v "$python" >/dev/null; then
    check "tensors.csv" "$python" "$here/tensors.py" "$bag"
    check "Python zipfile" "$python" "$here/zip_check.py" "$bag"
    if "$python" -c 'import bagit_profile' 2>/dev/null; then check "bagit-profile" "$python" "$here/profile_check.py" "$bag"; else skip "bagit-profile (PyPI)"; fi
    if "$python" -c 'import bagit' 2>/dev/null; then check "bagit-python" "$python" "$here/bagit_check.py" "$bag"; else skip "bagit (PyPI)"; fi
    if "$python" -c 'import rocrate_validator' 2>/dev/null; then check "rocrate-validator" "$python" "$here/rocrate.py" "$bag"; else skip "roc-validator (PyPI)"; fi
  else skip python3; fi
done
exit $failed
