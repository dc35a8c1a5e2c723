"""Writes gradients.pickle: tensors as pickle.dump leaves them, each storage a legacy torch stream."""

import pickle
import sys

import torch

matrix = torch.arange(24, dtype=torch.float32).view(4, 6) / 8
gradients = {
    "layers.0.weight": matrix,
    "layers.0.transposed": matrix.t()[1:3],
    "layers.0.bias": torch.arange(-3, 3, dtype=torch.bfloat16),
}
with open(sys.argv[1], "wb") as out:
    pickle.dump(gradients, out, protocol=4)
