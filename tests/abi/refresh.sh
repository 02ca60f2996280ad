#!/usr/bin/env bash
# Freezes the border as it is now: copies the headers to frozen/1.0 and writes the baseline. Only
# before a release; afterwards a new folder and a new baseline are added beside the old ones.
set -euo pipefail
cd "$(dirname "$0")"
root=../..
folder=frozen/1.0/aksis
rm -rf "$folder"
mkdir -p "$folder" baseline
cp "$root"/include/aksis/*.h "$folder"/
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc -std=c11 -g -fPIC -shared -Wl,-soname,libaksis_abi_probe.so -I "$root/include" probe.c -o "$work/libaksis_abi_probe.so"
abidw --no-corpus-path --no-comp-dir-path --no-show-locs --headers-dir "$root/include/aksis" \
  "$work/libaksis_abi_probe.so" >baseline/aksis-1.0.abi
echo "frozen: $(ls "$folder" | wc -l) headers, $(wc -c <baseline/aksis-1.0.abi) bytes of baseline"
