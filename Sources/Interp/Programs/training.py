#: heading
import os
import sys
import time

import numpy as np
import torch
import torch.distributed
from torch import nn

#: settings

SELF = os.path.abspath(__file__)
CHECKPOINT = os.path.splitext(SELF)[0] + ".checkpoint.pt"
RANK, PROCESSES = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
LOCAL_RANK, LOCAL_PROCESSES = int(os.environ.get("LOCAL_RANK", 0)), int(os.environ.get("LOCAL_WORLD_SIZE", 1))
ON_GPU = torch.cuda.device_count() >= LOCAL_PROCESSES
DEVICE = torch.device("cuda", LOCAL_RANK) if ON_GPU else torch.device("cpu")
torch.set_default_dtype(torch.float64)  #? !single
torch.set_default_dtype(torch.float32)  #? single
#: data_functions


def data():
    """X, (n_0, m), and Y, (n_L, m): an example in each column, as in the notes."""
    #: data
    return X, Y
#? dropout


class Mask(nn.Module):
    """Dropout: A * mask / keep. The masks are drawn as nnshell draws them. Without a mask all units stay."""

    def __init__(self, units, keep):
        super().__init__()
        self.units, self.keep, self.mask = units, keep, None

    def forward(self, A):
        return A if self.mask is None else A * self.mask / self.keep
#? end


def network():
    """The network up to Z of its last layer, with the parameters that it had in nnshell."""
    layers = nn.Sequential(
        #: layers
    )
    #: parameters
    with torch.no_grad():
        for l, layer in enumerate(linear(layers)):
            layer.weight.copy_(torch.as_tensor(parameters[f"{2 * l}.weight"]))
            layer.bias.copy_(torch.as_tensor(parameters[f"{2 * l}.bias"]))
    return layers.to(DEVICE)


#? unpaired
def output(Z):
    """A of the last layer from its Z."""
    #: output


#? end
def losses(Z, Y):
    """The sum of the losses of some examples, which lie in rows here."""
    #: losses
#? course


class CourseMomentum(torch.optim.Optimizer):
    """The momentum of the notes: v = beta v + (1 - beta) g, W = W - lr v. torch.optim.SGD does not multiply g by 1 - beta."""

    def __init__(self, params, lr, beta, nesterov):
        super().__init__(params, dict(lr=lr, beta=beta, nesterov=nesterov, weight_decay=0))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta = group["beta"]
            for p in group["params"]:
                g = p.grad + group["weight_decay"] * p
                v = beta * self.state[p].get("v", torch.zeros_like(p)) + (1 - beta) * g
                self.state[p]["v"] = v
                p -= group["lr"] * (beta * v + (1 - beta) * g if group["nesterov"] else v)
#? end


def linear(layers):
    """The layers with parameters, in order."""
    return [layer for layer in layers if isinstance(layer, nn.Linear)]


def optimizer_of(layers, m):
    """The optimizer of the session. The penalty lambda is the weight decay lambda / m of W; b has none."""
    weights, biases = [layer.weight for layer in linear(layers)], [layer.bias for layer in linear(layers)]
    groups = [{"params": weights, "weight_decay": LAMBDA / m}, {"params": biases}]  #? !clips
    groups = [{"params": weights}, {"params": biases}]  # `step` adds the penalty, because clipping comes after it #? clips
    #: optimizer
    return optimizer
#? draws


def generator(seed, drawn, normal):
    """NumPy's legacy generator after so many draws of 32 bits. `normal` is the second normal number of a pair that was drawn already."""
    rng = np.random.RandomState(seed)
    for start in range(0, drawn, 1_000_000):
        rng.bytes(4 * min(1_000_000, drawn - start))
    if normal is not None:
        rng.set_state(rng.get_state()[:3] + (1, normal))
    return rng
#? end


class Training:
    """The network, its optimizer and its data, and how many steps were made."""

    def __init__(self):
        X, Y = (torch.as_tensor(np.ascontiguousarray(part.T), dtype=torch.get_default_dtype()) for part in data())
        self.X, self.Y, self.m = X.to(DEVICE), Y.to(DEVICE), len(X)  # an example in each row, as in PyTorch
        self.layers = network()
        self.optimizer = optimizer_of(self.layers, self.m)
        self.done = 0
        self.rng = generator(*GENERATOR)  #? draws
        self.order = None  #? batches
        self.load()
        self.parallel = self.layers
        if PROCESSES > 1:
            self.parallel = nn.parallel.DistributedDataParallel(self.layers, device_ids=[LOCAL_RANK] if ON_GPU else None)

    def share(self, examples):
        """Every PROCESSES-th example from the RANK-th on. The parts of the processes may differ in size."""
        return examples[RANK::PROCESSES]

    def step(self):
        """One step over all examples, or over the next batch."""
        chosen = np.arange(self.m)  #? !batches
        epoch = -(-self.m // BATCH)  # the steps of one time through the data #? batches
        epoch = 1  #? decays_plain
        place = self.done % epoch * BATCH  #? batches
        if place == 0:  #? batches
            self.order = self.rng.permutation(self.m)  #? shuffled
            self.order = np.arange(self.m)  #? unshuffled
        chosen = self.order[place : place + BATCH]  #? batches
        for layer in self.layers:  #? dropout
            if isinstance(layer, Mask):  #? dropout
                mask = self.rng.rand(layer.units, len(chosen)) < layer.keep  #? dropout
                layer.mask = torch.as_tensor(self.share(mask.T), dtype=torch.get_default_dtype(), device=DEVICE)  #? dropout
        mine = torch.as_tensor(self.share(chosen), device=DEVICE)
        # The optimizer adds the penalty. DistributedDataParallel takes the mean over the processes. Times their number, it is the sum, whatever the sizes of the parts.
        J = losses(self.parallel(self.X[mine]), self.Y[mine]) * PROCESSES / len(chosen)
        self.optimizer.zero_grad()
        J.backward()
        self.clip()  #? clips
        for group in self.optimizer.param_groups:  #? decays
            group["lr"] = ALPHA / (1 + DECAY * (self.done // epoch // INTERVAL))  #? decays
        self.optimizer.step()
        self.done += 1
#? clips

    @torch.no_grad()
    def clip(self):
        """Makes all gradients, with the penalty, smaller by one factor, so that their norm together is at most CLIP."""
        for layer in linear(self.layers):
            layer.weight.grad += LAMBDA / self.m * layer.weight
        gradients = [p.grad for p in self.layers.parameters()]
        norm = torch.sqrt(sum((g * g).sum() for g in gradients))
        for g in gradients:
            g *= torch.clamp(CLIP / norm, max=1)
#? end

    @torch.no_grad()
    def cost(self):
        """J of all examples with all units."""
        for layer in self.layers:  #? dropout
            if isinstance(layer, Mask):  #? dropout
                layer.mask = None  #? dropout
        total = losses(self.layers(self.share(self.X)), self.share(self.Y)).to(torch.float64)
        if PROCESSES > 1:
            torch.distributed.all_reduce(total)
        squares = sum((layer.weight**2).sum().item() for layer in linear(self.layers))
        return total.item() / self.m + LAMBDA / (2 * self.m) * squares

    def save(self):
        """Keeps the present state. The file is whole at any time: it is written beside, and then takes the place of the old one."""
        if RANK > 0:
            return
        state = {"export": EXPORT, "done": self.done, "layers": self.layers.state_dict(), "optimizer": self.optimizer.state_dict()}
        name, key, place, has_normal, normal = self.rng.get_state()  #? draws
        state["generator"] = torch.as_tensor(key.astype(np.int64)), place, has_normal, normal  #? draws
        state["order"] = None if self.order is None else torch.as_tensor(self.order)  #? batches
        torch.save(state, CHECKPOINT + ".new")
        os.replace(CHECKPOINT + ".new", CHECKPOINT)

    def load(self):
        """Goes on from the checkpoint, where there is one."""
        if not os.path.exists(CHECKPOINT):
            return
        state = torch.load(CHECKPOINT, map_location=DEVICE, weights_only=True)
        if state["export"] != EXPORT:
            sys.exit(f"{CHECKPOINT} belongs to another export. Remove it to begin again.")
        self.layers.load_state_dict(state["layers"])
        self.optimizer.load_state_dict(state["optimizer"])
        for group in self.optimizer.param_groups:
            group["lr"] = ALPHA  # it may be another one now
        self.done = state["done"]
        if RANK == 0:
            print(f"{os.path.basename(CHECKPOINT)} goes on after step {STEP + self.done}; remove it to begin again", file=sys.stderr)
        key, place, has_normal, normal = state["generator"]  #? draws
        self.rng.set_state(("MT19937", key.cpu().numpy().astype(np.uint32), place, has_normal, normal))  #? draws
        self.order = None if state["order"] is None else state["order"].cpu().numpy()  #? batches


def main():
    steps = sys.argv[1] if len(sys.argv) > 1 else "100"
    if not steps.isdigit():
        sys.exit(f"{os.path.basename(SELF)} [STEPS]: STEPS is a whole number, not {steps!r}; its first lines say how to start it")
    if PROCESSES > 1:
        torch.distributed.init_process_group("nccl" if ON_GPU else "gloo")
    training = Training()
    saved = time.monotonic()
    for _ in range(int(steps)):
        training.step()
        J = training.cost()
        if RANK == 0:
            print(f"step {STEP + training.done}: J = {J!r}", flush=True)
        if time.monotonic() - saved > 60:
            training.save()
            saved = time.monotonic()
    training.save()
    if PROCESSES > 1:
        torch.distributed.barrier()  # nobody leaves while another one still talks
        torch.distributed.destroy_process_group()


if __name__ == "__main__":
    main()
