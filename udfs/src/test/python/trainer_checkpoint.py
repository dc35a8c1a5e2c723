"""Writes trainer_checkpoint.pt: a compiled model with a tied head, its optimizer's state and its gradients, in one file."""

import sys

import torch


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.wte = torch.nn.Embedding(8, 4)
        self.h = torch.nn.ModuleList([torch.nn.Linear(4, 4) for _ in range(2)])
        self.lm_head = torch.nn.Linear(4, 8, bias=False)
        self.lm_head.weight = self.wte.weight

    def forward(self, tokens):
        state = self.wte(tokens)
        for block in self.h:
            state = torch.tanh(block(state))
        return self.lm_head(state)


torch.manual_seed(1)
model = Model()
optimizer = torch.optim.AdamW(model.parameters(), 1e-3)
model(torch.arange(8)).sum().backward()
optimizer.step()
torch.save(
    {
        "model": {"_orig_mod." + name: value for name, value in model.state_dict().items()},
        "optimizer": optimizer.state_dict(),
        "grads": {name: parameter.grad for name, parameter in model.named_parameters()},
        "iter_num": 1,
        "config": {"n_layer": 2},
    },
    sys.argv[1],
)
