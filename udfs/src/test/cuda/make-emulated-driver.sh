#!/bin/sh
# Makes the CUDA driver that needs no GPU: make-emulated-driver.sh FILE [count-sectors]. Needs g++.
# Put where the backend cuda looks for libcuda.so.1 (-Djna.library.path), a whole job runs on it.
# With count-sectors it also counts what the kernels move (sectors.h); that one is much slower.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$(dirname "$1")"
compile() {
  g++ -std=c++17 -O2 -ffp-contract=off -U_FORTIFY_SOURCE -Wall -Wextra -Werror \
    -Wno-unknown-pragmas -Wno-unused-function -Wno-clobbered \
    -fPIC -fvisibility=hidden -I "$here/../../main/cuda" -I "$here" "$@"
}
if [ "${2:-}" != count-sectors ]; then
  compile -shared "$here/emulated_driver.cpp" -o "$1"
  exit
fi
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
# Accesses as nvcc leaves them: none joined to wider ones.
compile -DGT_COUNT_SECTORS -fsanitize=thread --param tsan-instrument-func-entry-exit=0 \
  -fno-tree-vectorize -fno-store-merging -c "$here/emulated_driver.cpp" -o "$made/driver.o"
compile -DGT_COUNT_SECTORS -c "$here/sectors.cpp" -o "$made/sectors.o"
g++ -shared -Wl,--no-undefined "$made/driver.o" "$made/sectors.o" -o "$1"
