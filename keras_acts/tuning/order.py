"""The order in which a training sees its samples."""

from collections.abc import Iterator

import numpy as np

from keras_acts.seeds import derive


def order(samples: int, seed: int, epoch: int) -> np.ndarray:
    """A permutation of `samples` indices, its own for each seed and epoch.

    >>> order(5, 0, 0).tolist() == order(5, 0, 1).tolist()
    False
    """
    rng = np.random.default_rng(derive(seed, "order", epoch))
    return rng.permutation(samples).astype("int32")


def batches(samples: int, seed: int, epoch: int, size: int) -> Iterator[np.ndarray]:
    """The indices of each batch of an epoch; the last one may be smaller.

    >>> [len(batch) for batch in batches(5, 0, 0, 2)]
    [2, 2, 1]
    """
    indices = order(samples, seed, epoch)
    yield from (indices[start : start + size] for start in range(0, samples, size))


def validated(batch_size: int) -> int:
    """How many samples are validated at once: no fewer than are trained on, and at least 256."""
    return max(batch_size, 256)
