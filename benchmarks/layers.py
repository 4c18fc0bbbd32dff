"""What an activation costs alone: forward, forward with backward, and what it keeps in memory.

    python -m benchmarks.layers

A float32 batch [64, 32, 32, 96] through a Keras model of the layer alone, and of the layer in a
training step's graph. Written for TensorFlow; `KERAS_BACKEND=jax` and `torch` measure theirs.
"""

import numpy as np

from benchmarks.candidates import KERAS, OURS, arm
from benchmarks.gradients import of_torch, steps
from benchmarks.timing import side_by_side, table

SHAPE = (64, 32, 32, 96)
ROUNDS = 11


def main() -> None:
    """Prints the table."""
    x = np.random.default_rng(0).normal(size=SHAPE).astype("float32")
    names = ["relu", "leaky_relu", *KERAS, *OURS]
    made = {name: steps(arm(name)(), x) for name in names}
    made |= {name: steps(layer, x) for name, layer in of_torch().items()}
    forward = side_by_side({n: s.forward for n, s in made.items()}, "relu", ROUNDS)
    both = side_by_side({n: s.both for n, s in made.items()}, "relu", ROUNDS)
    lines = [
        [name, *(f"{one[name].wall:.2f} ({one[name].cpu:.2f})" for one in (forward, both))]
        for name in made
    ]
    head = ["activation", "forward", "forward + backward"]
    print(f"Multiples of relu on [64, 32, 32, 96]: wall (CPU), {ROUNDS} rounds.\n")
    print(table(head, lines))


if __name__ == "__main__":
    main()
