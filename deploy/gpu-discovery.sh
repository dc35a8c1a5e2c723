#!/bin/sh
# Tells Spark which NVIDIA GPUs this worker has (spark.worker.resource.gpu.discoveryScript): prints
# {"name": "gpu", "addresses": ["0", "1"]}. The addresses are the CUDA driver's ordinals, which the backend cuda
# opens by number. Fails when there is none, so that a worker meant to have GPUs does not start without.
set -eu
found=$(nvidia-smi --query-gpu=index --format=csv,noheader) || {
  echo "gpu-discovery.sh: nvidia-smi fails, is the NVIDIA driver installed?" >&2
  exit 1
}
[ -n "$found" ] || {
  echo "gpu-discovery.sh: nvidia-smi shows no GPU" >&2
  exit 1
}
addresses=$(printf '%s\n' "$found" | sed 's/[^0-9]//g; s/.*/"&"/' | paste -sd, - | sed 's/,/, /g')
printf '{"name": "gpu", "addresses": [%s]}\n' "$addresses"
