"""What an activation costs beside Keras's ReLU: forward, and forward with backward.

    make bench

Ratios of medians of interleaved calls in one process, on a float32 batch [64, 32, 32, 96] inside
a compiled TensorFlow graph, so that a slow moment of the machine falls on all of them alike.
"""

import statistics
import time

import tensorflow as tf

from keras_acts.layers import ACTIVATIONS

SHAPE = (64, 32, 32, 96)
ROUNDS = 15


def timed(call) -> float:
    """Seconds of one call, to the end of the computation."""
    start = time.perf_counter()
    tf.nest.map_structure(lambda tensor: tensor.numpy().ravel()[0], call())
    return time.perf_counter() - start


def graphs(layer, x):
    """(forward, forward and backward) as compiled functions that give one number each."""

    @tf.function
    def forward():
        return tf.reduce_max(layer(x, training=True)[..., :1])

    @tf.function
    def both():
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = layer(x, training=True)
        weights = [weight.value for weight in layer.trainable_weights]
        return [tf.reduce_max(g) for g in tape.gradient(y, [x, *weights], output_gradients=y)]

    return forward, both


def main() -> None:
    """Prints a line for each activation."""
    x = tf.random.stateless_normal(SHAPE, seed=(1, 2))
    calls = {}
    for name, row in ACTIVATIONS.items():
        layer = row.layer()
        layer(x)
        calls[name] = graphs(layer, x)
    seconds = {(name, mode): [] for name in calls for mode in (0, 1)}
    for number in range(ROUNDS + 2):
        for (name, mode), kept in seconds.items():
            taken = timed(calls[name][mode])
            if number >= 2:
                kept.append(taken)
    median = {key: statistics.median(kept) for key, kept in seconds.items()}
    print(f"{'activation':<20} {'forward':>8} {'both':>8}   as multiples of relu, {ROUNDS} rounds")
    for name in calls:
        ratios = (median[name, mode] / median["relu", mode] for mode in (0, 1))
        print(f"{name:<20} " + " ".join(f"{ratio:8.2f}" for ratio in ratios))


if __name__ == "__main__":
    main()
