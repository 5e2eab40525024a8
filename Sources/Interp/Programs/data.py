#? flower


def flower(m, noise, rng):
    """Two classes on the petals of a flower: X, (2, m), and Y, (1, m)."""
    X, spread = np.zeros((2, m)), 0.2 + noise
    for j, columns in enumerate((np.arange(m // 2), np.arange(m // 2, m))):
        angle = np.linspace(j * 3.12, (j + 1) * 3.12, len(columns)) + rng.randn(len(columns)) * spread
        radius = 4 * np.sin(angle * 4) + rng.randn(len(columns)) * spread
        X[:, columns] = radius * np.sin(angle), radius * np.cos(angle)
    return X, np.where(np.arange(m) < m // 2, 0.0, 1.0)[np.newaxis]
#? moons


def moons(m, noise, rng):
    """Two half circles that reach into each other."""
    first, second = np.linspace(0, np.pi, m // 2), np.linspace(0, np.pi, m - m // 2)
    X = np.array([np.append(np.cos(first), 1 - np.cos(second)), np.append(np.sin(first), 1 - np.sin(second) - 0.5)])
    return shuffled(X, noise, rng)
#? circles


def circles(m, noise, factor, rng):
    """A circle inside another one."""
    first = np.arange(m // 2) * (2 * np.pi / (m // 2))
    second = np.arange(m - m // 2) * (2 * np.pi / (m - m // 2))
    X = np.array([np.append(np.cos(first), np.cos(second) * factor), np.append(np.sin(first), np.sin(second) * factor)])
    return shuffled(X, noise, rng)
#? moons circles


def shuffled(X, noise, rng):
    """Examples in random order with noise. The first half of X has the class 0, the other half the class 1."""
    m = X.shape[1]
    order = rng.permutation(m)
    X = X[:, order]
    if noise > 0:
        X = X + noise * rng.randn(m, 2).T
    return X, np.where(order < m // 2, 0.0, 1.0)[np.newaxis]
#? blobs


def blobs(m, noise, classes, rng):
    """Round clouds of points, one for each class."""
    centres = rng.uniform(-10, 10, (classes, 2))
    label = np.arange(classes).repeat([m // classes + (k < m % classes) for k in range(classes)])
    X = centres[label].T + (noise if noise > 0 else 1) * rng.randn(m, 2).T
    order = rng.permutation(m)
    return X[:, order], targets(label[order], classes)
#? spirals


def spirals(m, noise, classes, rng):
    """Spiral arms, one for each class."""
    X, label = np.zeros((2, m)), np.arange(classes).repeat([m // classes + (k < m % classes) for k in range(classes)])
    for k in range(classes):
        radius = np.linspace(0, 4, np.sum(label == k))
        turn = 2 * np.pi * k / classes + 1.2 * radius
        if noise > 0:
            turn = turn + noise * rng.randn(len(radius))
        X[:, label == k] = radius * np.cos(turn), radius * np.sin(turn)
    return X, targets(label, classes)
#? xor


def xor(m, noise, rng):
    """Points at four corners; opposite corners have one class."""
    first, second = np.arange(m) % 4 // 2, np.arange(m) % 2
    X = np.array([first, second], float)
    if noise > 0:
        X = X + noise * rng.randn(m, 2).T
    return X, np.array([first ^ second], float)
#? table


def table(path, delimiter, header, features, target):
    """X from the columns of numbers of a text table, and the texts of the target column."""
    with open(path, encoding="utf-8-sig") as file:
        rows = [line.strip().split(delimiter) for line in file if line.strip()][header:]
    return np.array([[float(row[i]) for row in rows] for i in features]), [row[target].strip() for row in rows]
#? blobs spirals labels


def targets(label, classes):
    """Two classes as a row of 0 and 1; more as a row for each class, with a 1 where the example has it."""
    return np.array([label], float) if classes == 2 else np.array([label == k for k in range(classes)], float)
#? splits


def split(X, Y, rng, **counts):
    """The parts of the data, drawn at random, with these counts of examples."""
    order, parts = rng.permutation(X.shape[1]), {}
    for name, count in counts.items():
        parts[name] = X[:, order[:count]], Y[:, order[:count]]
        order = order[count:]
    return parts
