#!/bin/sh
# Packs a project in every form that a bag can have and lets other programs judge each: zip with one top folder, tar, folder, further
# manifests, RO-Crate 1.1, and a bag in parts, joined once by hand with the commands of its README.txt and once by `complete`.
# Usage: judge-forms.sh PROJECT. PYTHON names a Python that has the packages `bagit`, `bagit-profile` and `roc-validator`.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
python=${PYTHON:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
modelbag() { node "$here/../../dist/cli.cjs" "$@" --quiet >"$work/log" || { cat "$work/log"; exit 1; }; }
judge() { # bags
  "$python" "$here/bagit_check.py" "$@"
  "$python" "$here/profile_check.py" "$@"
  "$python" "$here/rocrate.py" "$@"
}

# A model of 4 MB, so that there is something to split.
cp -r "$1" "$work/project"
node -e '
  const header = Buffer.from(JSON.stringify({ w: { dtype: "F32", shape: [1000000], data_offsets: [0, 4000000] } }).padEnd(96));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const values = Buffer.from(Float32Array.from({ length: 1000000 }, (_, i) => Math.sin(i)).buffer);
  require("fs").writeFileSync(process.argv[1], Buffer.concat([length, header, values]));
' "$work/project/models/large.safetensors"

modelbag pack "$work/project" --tag v1 --date 2026-01-01 --out "$work/whole"
whole=$(echo "$work"/whole/*.zip)
for layout in folder tar directory; do
  modelbag repack "$whole" --layout "$layout" --algorithms md5,sha1,sha512 --out "$work/$layout"
  judge "$work/$layout"/*
done
echo 'bag: {rocrate: "1.1", algorithms: [sha512]}' >"$work/old.yml"
modelbag pack "$work/project" --tag v1 --date 2026-01-01 --config "$work/old.yml" --out "$work/old"
judge "$work"/old/*.zip

modelbag pack "$work/project" --tag v1 --date 2026-01-01 --split 1MB --out "$work/split"
split=$(echo "$work"/split/*.zip)
test "$(find "$work/split" -name '*.part*' | wc -l)" -gt 1
(cd "$work/split" && sha256sum -c --quiet --strict ./*.zip.sha256)
mkdir "$work/by-hand"
(
  cd "$work/by-hand"
  unzip -qq "$split"
  cp "$work"/split/*.part* .
  grep -h '&& \(cat\|mv\) ' README.txt | sort -u >"$work/join.sh"
  sh -eu "$work/join.sh"
  sha256sum -c --quiet --strict manifest-sha256.txt tagmanifest-sha256.txt
)
"$python" "$here/bagit_check.py" "$work/by-hand"
modelbag complete "$split" --out "$work/complete"
cmp "$whole" "$work"/complete/*.zip
echo "in parts: joined by hand valid, completed the same bytes as never split"
judge "$work"/complete/*.zip
