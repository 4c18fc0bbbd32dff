"""What an activation keeps in memory between its forward and its backward pass.

    python -m benchmarks.memory

The peak of a process that differentiates a chain of layers on TensorFlow, compiled as a training
step is, minus that of one with a chain a quarter as long, by layer and in multiples of the input.
One of them is what any chain needs: the output of a layer, which is the input of the next.
"""

import subprocess
import sys

from benchmarks.candidates import KERAS, OURS
from benchmarks.timing import table

SHAPE = (32, 32, 32, 32)
LONG, SHORT = 32, 8


def peak(name: str, layers: int) -> int:
    """Bytes at the peak of a fresh process."""
    command = [sys.executable, "-m", "benchmarks.memory", name, str(layers)]
    return int(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def chain(name: str, layers: int) -> None:
    """Differentiates a chain, and prints the peak of this process."""
    import resource

    import tensorflow as tf

    from benchmarks.candidates import arm

    made = [arm(name)() for _ in range(layers)]
    x = tf.random.stateless_normal(SHAPE, seed=(1, 2))
    for layer in made:
        layer(x)

    @tf.function
    def step(x):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = x
            for layer in made:
                y = layer(y, training=True)
        return tf.reduce_max(tape.gradient(y, x, output_gradients=y))

    for _ in range(3):
        step(x).numpy()
    print(1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def main() -> None:
    """Prints the table."""
    size = 4
    for length in SHAPE:
        size *= length
    lines = []
    for name in ("relu", "leaky_relu", *KERAS, *OURS):
        if name in ("crelu", "maxout"):
            continue  # they change the width, so they make no chain
        kept = (peak(name, LONG) - peak(name, SHORT)) / (LONG - SHORT) / size
        lines.append([name, f"{kept:.2f}"])
    print(table(["activation", "kept, in inputs"], lines))


if __name__ == "__main__":
    chain(sys.argv[1], int(sys.argv[2])) if len(sys.argv) > 1 else main()
