#: heading
import numpy as np
#? sigmoid


def sigmoid(Z):
    """1 / (1 + exp(-Z)). The exponent is never above 0, so nothing overflows."""
    e = np.exp(-np.abs(Z))
    return np.where(Z >= 0, 1, e) / (1 + e)


def sigmoid_slope(Z):
    return sigmoid(Z) * (1 - sigmoid(Z))
#? tanh


def tanh(Z):
    return np.tanh(Z)


def tanh_slope(Z):
    return 1 - np.tanh(Z) ** 2
#? relu


def relu(Z):
    return np.maximum(Z, 0)


def relu_slope(Z):
    return np.where(Z > 0, 1.0, 0.0)
#? leaky_relu


#: leaky_slope
def leaky_relu(Z):
    return np.where(Z > 0, Z, leaky_slope * Z)


def leaky_relu_slope(Z):
    return np.where(Z > 0, 1.0, leaky_slope)
#? linear


def linear(Z):
    return Z


def linear_slope(Z):
    return np.ones_like(Z)
#? softmax


def softmax(Z):
    """exp(Z) / sum(exp(Z)) of each column. The largest Z is subtracted first, so that nothing overflows."""
    e = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return e / np.sum(e, axis=0, keepdims=True)


def softmax_slope(Z):
    """The diagonal of the Jacobian alone: each output of softmax depends on all entries of its column."""
    return softmax(Z) * (1 - softmax(Z))
#? end


#: network


def predict(X):
    """The outputs of the network, (n_L, m), for the examples in the columns of X, (n_0, m).

    #: units
    """
    A = np.asarray(X, float)
    if A.ndim != 2 or len(A) != W[1].shape[1]:
        raise ValueError(f"X needs {W[1].shape[1]} rows, with an example in each column, but its shape is {A.shape}")
    A = np.where(np.isnan(A), Xfilling, A)  #? filling
    A = (A - Xmean) / Xscale  #? scaled !constant
    A = np.where(Xscale == 0, 0, (A - Xmean) / np.where(Xscale == 0, 1, Xscale))  #? constant
    for l in W:
        A = g[l](W[l] @ A + b[l])
    return A * Yscale + Ymean  #? targetscaled
    return A  #? !targetscaled


# The session makes the network again, from its first parameters on. Its quantities have the names of the notes: Z[1], A[1], dZ[1], dW[1], db[1] are those of layer 1, and A[0] is X.
#: slopes
Z, A, dA, dZ, dW, db = {}, {}, {}, {}, {}, {}
D = {}  # the masks of dropout #? dropout
#? optimizers
vdW, vdb, sdW, sdb = {}, {}, {}, {}  # the averages of gradients and of their squares
#? dropout
keep, keep_prob = {}, 1.0  # dropout: the share of units that some hidden layers keep, and that of the others
#? penalty
lambd = 0.0  # λ, the weight of the penalty
#? end
J = None
alpha = 0.1
t = 0
#? cross_entropy


def cross_entropy(Z, A, Y):
    """-(Y log A + (1 - Y) log(1 - A)) for A = sigmoid(Z). It is computed from Z, so it is exact where A is near 0 or 1."""
    return np.where(Z > 0, Z * (1 - Y), -Z * Y) + np.log1p(np.exp(-np.abs(Z)))
#? cross_entropy_of_A


def cross_entropy_of_A(Z, A, Y):
    """-(Y log A + (1 - Y) log(1 - A)), where 0 log 0 counts as 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return -(np.where(Y == 0, 0, Y * np.log(A)) + np.where(Y == 1, 0, (1 - Y) * np.log(1 - A)))
#? cross_entropy_dA


def cross_entropy_slope(A, Y):
    return -Y / A + (1 - Y) / (1 - A)
#? categorical


def categorical(Z, A, Y):
    """-sum(Y log A) of each column for A = softmax(Z). It is computed from Z, so it is exact where A is near 0."""
    largest = np.max(Z, axis=0, keepdims=True)
    return Y * (largest + np.log(np.sum(np.exp(Z - largest), axis=0, keepdims=True)) - Z)
#? categorical_of_A


def categorical_of_A(Z, A, Y):
    """-sum(Y log A) of each column, where 0 log 0 counts as 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(Y == 0, 0, -Y * np.log(A))
#? categorical_dA


def categorical_slope(A, Y):
    return -Y / A
#? mse


def mse(Z, A, Y):
    """1/2 (A - Y)**2 of each entry."""
    return 0.5 * (A - Y) ** 2
#? mse_of_A


def mse_of_A(Z, A, Y):
    """1/2 (A - Y)**2 of each entry, for an output that is not linear."""
    return 0.5 * (A - Y) ** 2
#? mse_dA


def mse_slope(A, Y):
    return A - Y
#? unpaired dA


#: loss_slopes
#? end


#? dropout
def kept(l):
    """The share of the units of a layer that dropout keeps."""
    return keep.get(l, keep_prob) if l < len(W) else 1


#? inits
def init(sizes, activations, new_loss, draw):
    """Makes a new network. W1, W2, … are drawn in order, each as draw(n_l, n_before), and every b begins at 0."""
    global loss, t
    for values in W, b, g, Z, A, dA, dZ, dW, db:
        values.clear()
    for l in range(1, len(sizes)):
        W[l] = draw(sizes[l], sizes[l - 1])
        b[l] = np.zeros((sizes[l], 1))
        g[l] = activations[l - 1]
    loss, t = new_loss, 0
    for l in list(keep):  #? dropout
        if l >= len(W):  # the output keeps all units #? dropout
            del keep[l]  #? dropout
    use(optimizer, **settings)  #? optimizers


#? end
def forward(chosen=slice(None), drops=True):  #? dropout
def forward(chosen=slice(None)):  #? batches !dropout
def forward():  #? !batches !dropout
    """Z and A of every layer, and the cost J, which is the mean loss of the examples."""
    global J
    A[0] = X[:, chosen]  #? chosen
    A[0] = X  #? !chosen
    for l in W:
        Z[l] = W[l] @ A[l - 1] + b[l]
        A[l] = g[l](Z[l])
        if drops and kept(l) < 1:  # dropout switches units off #? dropout
            D[l] = np.random.rand(*A[l].shape) < kept(l)  #? dropout
            A[l] = A[l] * D[l] / kept(l)  #? dropout
    m, L = A[0].shape[1], len(W)
    if Y is None or Y.shape != (len(b[L]), X.shape[1]):  # without targets that fit there is no cost #? untargeted
        J = None  #? untargeted
        return  #? untargeted
    J = np.sum(loss(Z[L], A[L], Y[:, chosen])) / m  #? chosen
    J = np.sum(loss(Z[L], A[L], Y)) / m  #? !chosen
    J = J + lambd / (2 * X.shape[1]) * sum(np.sum(W[l] ** 2) for l in W)  #? penalty


def backward(chosen=slice(None)):  #? batches dropout
def backward():  #? !batches !dropout
    """All gradients of the last forward pass. dZ and dA belong to single examples; dW and db are derivatives of J."""
    m, L = A[0].shape[1], len(W)
    for l in range(L, 0, -1):
        if l == L:
            #: output_gradient
        else:
            dA[l] = W[l + 1].T @ dZ[l + 1]
            if kept(l) < 1:  #? dropout
                dA[l] = dA[l] * D[l] / kept(l)  #? dropout
            dZ[l] = dA[l] * slope[g[l]](Z[l])
        dW[l] = 1 / m * dZ[l] @ A[l - 1].T
        dW[l] = dW[l] + lambd / X.shape[1] * W[l]  #? penalty
        db[l] = 1 / m * np.sum(dZ[l], axis=1, keepdims=True)


#? !optimizers
def step(alpha):
    """One step of gradient descent."""
    global t
    for l in W:
        W[l] = W[l] - alpha * dW[l]
        b[l] = b[l] - alpha * db[l]
    t = t + 1
#? optimizers
# Each optimizer takes a gradient with its averages v and s, and returns the new averages and the direction of the step.
#? sgd


def sgd(gradient, v, s):
    return v, s, gradient
#? momentum


def momentum(gradient, v, s, beta, classic, nesterov):
    share = 1 if classic else 1 - beta
    v = beta * v + share * gradient
    return v, s, beta * v + share * gradient if nesterov else v
#? rmsprop


def rmsprop(gradient, v, s, beta, epsilon):
    s = beta * s + (1 - beta) * gradient**2
    return v, s, gradient / (np.sqrt(s) + epsilon)
#? adam


def adam(gradient, v, s, beta1, beta2, epsilon):
    v = beta1 * v + (1 - beta1) * gradient
    s = beta2 * s + (1 - beta2) * gradient**2
    return v, s, v / (1 - beta1**k_opt) / (np.sqrt(s / (1 - beta2**k_opt)) + epsilon)
#? optimizers


def use(new, **new_settings):
    """Takes an optimizer. All averages and its count of steps begin at 0."""
    global optimizer, settings, k_opt
    optimizer, settings, k_opt = new, new_settings, 0
    for P, v, s in (W, vdW, sdW), (b, vdb, sdb):
        for l in P:
            v[l], s[l] = np.zeros(P[l].shape), np.zeros(P[l].shape)


def step(alpha):
    """One step of the optimizer."""
    global t, k_opt
    k_opt = k_opt + (optimizer is not sgd)
    for P, dP, v, s in (W, dW, vdW, sdW), (b, db, vdb, sdb):
        for l in P:
            v[l], s[l], direction = optimizer(dP[l], v[l], s[l], **settings)
            P[l] = P[l] - alpha * direction
    t = t + 1
#? clips


def clip(most):
    """Makes all gradients smaller by one factor, so that their norm together is at most `most`."""
    norm = np.sqrt(sum(np.sum(dP[l] ** 2) for dP in (dW, db) for l in dP))
    if norm > most:
        for dP in dW, db:
            for l in dP:
                dP[l] = dP[l] * (most / norm)
#? trains


def train(
    steps,
    rate=None,
    batch=None,  #? batches
    shuffle=True,  #? batches
    decay=0.0,  #? decays
    interval=1,  #? decays
    most=None,  #? clips
    until=None,  #? until
):
    """Makes steps, and then a forward pass over all examples with all units."""
    rate = alpha if rate is None else rate
    epoch = 1  # the steps of one time through the data #? decays !batches
    m = X.shape[1]  #? batches
    epoch = 1 if batch is None else -(-m // batch)  # the steps of one time through the data #? batches
    chosen = slice(None)  #? batches
    for i in range(steps):
        if batch is not None:  #? batches
            if i % epoch == 0:  #? batches
                order = np.random.permutation(m) if shuffle else np.arange(m)  #? batches
            chosen = order[i % epoch * batch :][:batch]  #? batches
        forward(chosen)  #? batches
        backward(chosen)  #? batches
        forward()  #? !batches
        backward()  #? !batches
        if most is not None:  #? clips
            clip(most)  #? clips
        step(rate / (1 + decay * (i // epoch // interval)))  #? decays
        step(rate)  #? !decays
        if until is not None:  #? until
            forward(drops=False)  #? until_dropout
            forward()  #? until_plain
            if until():  #? until
                break  #? until
    forward(drops=False)  #? dropout
    forward()  #? !dropout
#? own_optimizers


def train_with(new, new_settings, *steps, **options):
    """Trains with an optimizer whose averages begin at 0. Afterwards the session has its own optimizer again."""
    global optimizer, settings, k_opt, vdW, vdb, sdW, sdb
    own = optimizer, settings, k_opt, vdW, vdb, sdW, sdb
    vdW, vdb, sdW, sdb = {}, {}, {}, {}
    use(new, **new_settings)
    train(*steps, **options)
    optimizer, settings, k_opt, vdW, vdb, sdW, sdb = own
#? compares


def cost_is(expected):  #? !rounding
def cost_is(expected, within=1e-9):  #? rounding
    """Compares J with the number that the session had."""
    assert abs(J - expected) <= 1e-9 * abs(expected), f"J = {J!r}, but nnshell had {expected!r}"  #? !rounding
    assert abs(J - expected) <= within * abs(expected), f"J = {J!r}, but nnshell had {expected!r}"  #? rounding
    print(f"step {t}: J = {float(J)!r}, as in nnshell")  #? !rounding
    told = "as in nnshell" if within == 1e-9 else f"nnshell had {expected!r}" + (", not compared: rounding decides" if within > 1 else "")  #? rounding
    print(f"step {t}: J = {float(J)!r}, {told}")  #? rounding
#? claims


def holds(one, other):
    """Checks an equation: the sides differ by at most 1e-9 of the largest entry."""
    assert np.shape(one) == np.shape(other) or np.size(one) == np.size(other) == 1, "the sides have different shapes"
    largest, difference = max(np.max(np.abs(one)), np.max(np.abs(other))), np.max(np.abs(one - other))
    assert difference <= 1e-9 * largest + 1e-12, f"the sides differ by {difference}"
#? units


def units(l):
    """n_l, the number of units of a layer."""
    return W[l].shape[0] if l > 0 else W[1].shape[1]
#? columns


def columns(M):
    """The columns of a matrix, or the numbers of a row."""
    M = np.atleast_2d(M)
    return M[0] if len(M) == 1 else [M[:, j : j + 1] for j in range(M.shape[1])]
#? places


def at(i):
    """The places of an index that counts from 1 (or from the end, where it is negative), as NumPy counts them."""
    i = np.ravel(i)
    return np.flatnonzero(i) if i.dtype == bool else np.where(i > 0, i - 1, i).astype(int)


def places(i, j):
    """The place of one entry, or of a block of rows and columns where i or j is a list."""
    i, j = at(i), at(j)
    return (i[0], j[0]) if i.size == j.size == 1 else np.ix_(i, j)


def first(i):
    """The first place of a slice from i on."""
    return int(i) - 1 if i > 0 else int(i)


def last(i):
    """The end of a slice up to i, which belongs to it."""
    return int(i) if i > 0 else int(i) + 1 or None
#? changes


def changed(Q, place, value):
    """A copy of Q with another value at a place."""
    Q = np.array(Q, float)
    Q[place] = value if np.ndim(Q[place]) else np.squeeze(value)
    return Q
#? end
#: data_functions


if __name__ == "__main__":
    #: session
    print("every cost is that of nnshell")  #? compares_exactly
    print("every cost is that of nnshell, as far as rounding allows")  #? rounding
