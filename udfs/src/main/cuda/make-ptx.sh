#!/bin/sh
# Makes the PTX that is kept in the resources: src/main/cuda/make-ptx.sh [FILE]. Needs nvcc 13.0.
# The kernels use nothing newer than PTX 6.4, so the version nvcc writes (9.0, which asks for a
# driver of 2025) is lowered to what drivers read since CUDA 10.1; ptxas checks that it holds.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
resource=$here/../resources/org/gradienttransport/udfs/backend/cuda/gradient_transport.ptx
target=${1:-$resource}
made=$(mktemp)
trap 'rm -f "$made"' EXIT
nvcc -std=c++17 -arch=compute_75 -fmad=false -Werror all-warnings -ptx \
  "$here/gradient_transport.cu" -o "$made"
# The header comment names the compiler's build.
sed -e '1,/^$/{/^\/\//d}' -e 's/^\.version 9\.0$/.version 6.4/' "$made" >"$target"
