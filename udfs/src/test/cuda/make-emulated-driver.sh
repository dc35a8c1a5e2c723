#!/bin/sh
# Makes the CUDA driver that needs no GPU: make-emulated-driver.sh FILE. Needs g++.
# Put where the backend cuda looks for libcuda.so.1 (-Djna.library.path), a whole job runs on it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$(dirname "$1")"
g++ -std=c++17 -O2 -ffp-contract=off -U_FORTIFY_SOURCE -Wall -Wextra -Werror \
  -Wno-unknown-pragmas -Wno-unused-function -Wno-clobbered \
  -shared -fPIC -fvisibility=hidden -I "$here/../../main/cuda" -I "$here" \
  "$here/emulated_driver.cpp" -o "$1"
