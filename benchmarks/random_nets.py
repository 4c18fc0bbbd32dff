"""Random nets, and whether they train: what the doctor is calibrated on and scored on.

    python -m benchmarks.random_nets calibration 120 benchmarks/doctor/calibration.jsonl

writes a line a net and goes on where it was interrupted. A net *trains* if at the best of three
learning rates the mean loss of 20 steps falls under half of chance within 300 steps, by SGD with
momentum 0.9 and batches of 128.
"""

import json
import math
import sys
import time
from functools import lru_cache, partial
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from keras_acts import data, models
from keras_acts.initializers import INITIALIZERS
from keras_acts.layers import ACTIVATIONS
from keras_acts.seeds import derive
from keras_acts.split import split
from keras_acts.tuning import threads

RATES = (0.01, 0.1, 0.001)
"""In the order in which they are tried: the first success ends it."""
STEPS, WINDOW, BATCH = 300, 20, 128
ENOUGH = math.log(10) / 2
"""Half of the loss that chance gives for ten classes."""
SEEDS = {"calibration": 1, "unseen": 2}
INITIAL = (
    *("glorot", "glorot", "lecun", "he", "msra", "taylor", "moment", "orthogonal", "lsuv"),
    {"name": "msra", "mode": "fan_out"},
    *({"name": "normal", "stddev": stddev} for stddev in (0.01, 0.03, 0.1, 0.3)),
    *({"name": "orthogonal", "gain": gain} for gain in (0.5, 1.5)),
)
SCALES = (0.01, 0.1, 0.3, 1.0, 1.0, 1.0, 3.0, 10.0, 70.0)
SHAPES = {
    "mlp": {"depth": (1, 2, 3, 5, 8, 12, 20, 30), "width": (32, 64, 128)},
    "plain": {"depth": (6, 8, 12, 16), "width": (4, 8)},
}


def drawn(kind: str, number: int) -> dict:
    """The net of a set, by its number."""
    rng = np.random.default_rng(derive(SEEDS[kind], "net", number))

    def one(choices):
        return choices[int(rng.integers(len(choices)))]

    while True:
        model = one(("mlp", "mlp", "plain"))
        net = {"data": one(("mnist", "digits")), "model": model}
        net |= {name: one(values) for name, values in SHAPES[model].items()}
        net |= {"activation": one(list(ACTIVATIONS)), "initializer": one(INITIAL)}
        net |= {"batch_norm": one(("none",) * 5 + ("before",)), "input_scale": one(SCALES)}
        arm = INITIALIZERS.arm(net["initializer"])
        if arm.row.fits(ACTIVATIONS.arm(net["activation"]), **arm.options) is None:
            return {**net, "seed": derive(SEEDS[kind], "weights", number)}


@lru_cache
def samples(name: str, model: str):
    """(x, y, scale, offset) of the training part; convolutions get every fourth pixel of MNIST."""
    part = split(data.load(name), 0, 10_000 if name == "mnist" else None)
    x = part.x_train[:, ::4, ::4] if (name, model) == ("mnist", "plain") else part.x_train
    return x, part.y_train, *part.standard()


def built(net: dict) -> tuple[keras.Model, np.ndarray, np.ndarray]:
    """(compiled model, x, y)."""
    keras.backend.clear_session()
    keras.utils.set_random_seed(net["seed"])
    x, y, scale, offset = samples(net["data"], net["model"])
    names = ("model", "depth", "width", "activation", "initializer", "batch_norm", "seed")
    model = models.build(
        input_shape=x.shape[1:],
        classes=10,
        scale=scale * net["input_scale"],
        offset=offset * net["input_scale"],
        **{name: net[name] for name in names},
    )
    finish = INITIALIZERS.arm(net["initializer"]).row.finish
    if finish:
        finish(model, x, net["seed"])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    sgd = keras.optimizers.SGD(RATES[0], momentum=0.9)
    sgd.build(model.trainable_variables)
    model.compile(sgd, loss, jit_compile=False)
    return model, x, y


def trained(model: keras.Model, x: np.ndarray, y: np.ndarray, seed: int) -> dict:
    """Whether it trains, the last loss at each rate that was tried, and processor seconds."""
    variables = [*model.variables, *model.optimizer.variables]
    start = [keras.ops.convert_to_numpy(variable) for variable in variables]
    window = tf.function(partial(_window, model))
    losses: dict[str, float] = {}
    began = time.process_time()
    for rate in RATES:
        for variable, value in zip(variables, start):
            variable.assign(value)
        model.optimizer.learning_rate.assign(rate)
        losses[str(rate)] = loss = _run(window, x, y, seed)
        if loss < ENOUGH:
            break
    seconds = round(time.process_time() - began, 2)
    return {"trains": bool(loss < ENOUGH), "losses": losses, "seconds": seconds}


def _window(model, x, y):
    """The mean loss of a step for each batch."""
    total = 0.0
    for i in tf.range(WINDOW):
        with tf.GradientTape() as tape:
            loss = model.compute_loss(x=x[i], y=y[i], y_pred=model(x[i], training=True))
        weights = model.trainable_weights
        model.optimizer.apply(tape.gradient(loss, [w.value for w in weights]), weights)
        total += loss
    return total / WINDOW


def _run(window, x, y, seed):
    """The mean loss of the last window: the first under half of chance, or not finite."""
    rng = np.random.default_rng(seed)
    for _ in range(STEPS // WINDOW):
        part = rng.integers(len(x), size=(WINDOW, BATCH))
        loss = float(window(x[part], y[part]))
        if not math.isfinite(loss) or loss < ENOUGH:
            break
    return round(loss, 4) if math.isfinite(loss) else math.inf


def main(kind: str, count: str, file: str) -> None:
    """Trains the nets that have no line yet."""
    threads.use(1)
    path = Path(file)
    path.parent.mkdir(parents=True, exist_ok=True)
    done = len(path.read_text().splitlines()) if path.exists() else 0
    for number in range(done, int(count)):
        net = drawn(kind, number)
        row = {**net, **trained(*built(net), net["seed"])}
        row["losses"] = {k: v if math.isfinite(v) else None for k, v in row["losses"].items()}
        with open(path, "a", encoding="utf-8") as lines:
            lines.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
