#!/bin/sh
# PyTorch 2.13.0, gloo with three processes: all_reduce of tensors whose entries are all equal gives a tensor whose entries are not. Of 0.1, 0.2 and
# 0.3, some sums are 0.6 and some are 0.6000000000000001, as the parts of a tensor are added in different orders of the processes. That a sum
# depends on the order is known, and the documentation says "bitwise identical in all processes", which holds. It is surprising that the order
# changes within one tensor. DistributedDataParallel therefore breaks the symmetry of a network. Units that begin equal have equal gradients and
# stay equal to the last bit in one process, as courses show. In three processes they drift apart by rounding.
# https://docs.pytorch.org/docs/2.13/distributed.html#torch.distributed.all_reduce
# For nnshell it follows that its program for PyTorch has the costs of nnshell in three processes within 1e-10 and not bit by bit:
# Tests/Peers/peers.py (training).
# PyTorch without CUDA is smaller: set PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --target "$folder" torch==2.13.0 numpy==2.4.6
cat >"$folder/equal.py" <<'PYTHON'
import sys
import torch
import torch.distributed
import torch.multiprocessing
assert torch.__version__.split("+")[0] == "2.13.0"


def process(rank, size, store):
    torch.distributed.init_process_group("gloo", init_method=f"file://{store}{size}", rank=rank, world_size=size)
    numbers = torch.full((9,), [0.1, 0.2, 0.3][rank], dtype=torch.float64)
    torch.distributed.all_reduce(numbers)
    x = torch.tensor([[0.1], [0.2], [0.3]], dtype=torch.float64)
    x = x if size == 1 else x[rank : rank + 1]
    layers = torch.nn.Sequential(torch.nn.Linear(1, 9, bias=False), torch.nn.Tanh(), torch.nn.Linear(9, 1, bias=False)).double()
    for weights in layers.parameters():
        torch.nn.init.constant_(weights, 0.5)
    network = torch.nn.parallel.DistributedDataParallel(layers)
    optimizer = torch.optim.SGD(network.parameters(), lr=1.0)
    for _ in range(300):
        optimizer.zero_grad()
        (network(x) - torch.sin(7 * x)).pow(2).mean().backward()
        optimizer.step()
    spread = (layers[0].weight.max() - layers[0].weight.min()).item()
    if rank == 0:
        print(f"{size} process{'es' if size > 1 else ''}: all_reduce gives {numbers.tolist()}")
        print(f"  nine equal units after 300 steps differ by {spread}")
    if size == 1:
        assert spread == 0
    else:
        assert set(numbers.tolist()) == {0.6, 0.6000000000000001} and 0 < spread < 1e-12
    torch.distributed.destroy_process_group()


if __name__ == "__main__":
    for size in (1, 3):
        torch.multiprocessing.spawn(process, (size, sys.argv[1]), nprocs=size)
PYTHON
PYTHONPATH="$folder" python3 "$folder/equal.py" "$folder/store"
