"""Rows as trials leave them, without training."""

from keras_acts.results import Row

USUAL = {
    "status": "ok", "initializer": "taylor", "batch_norm": "none", "input_scale": 1.0,
    "learning_rate": 0.01, "learned_decay": 0.0, "weight_decay": 0.001, "width": 8, "depth": 30,
    "epochs": 5, "batch_size": 64, "parameters": 100, "seconds": 1.0,
}  # fmt: skip


def row(activation: str, seed: int = 0, validation: float = 0.5, **more) -> Row:
    """A finished trial."""
    own = {"activation": activation, "seed": seed, "val_accuracy": validation}
    own |= {"accuracy": more.pop("training", validation), "loss": 1.0, "history_loss": [1.0, 1.0]}
    return {**USUAL, **own, **more}


def rows(activation: str, level: float, seeds: int = 5, **more) -> list[Row]:
    """Trials whose accuracies lie around `level`, each seed by as much for every activation."""
    noise = (0.0, 0.02, -0.02, 0.01, -0.01)
    jitter = 1e-4 * hash_of(activation)
    return [row(activation, s, level + noise[s] + jitter * (s % 2), **more) for s in range(seeds)]


def hash_of(name: str) -> float:
    """A number in 0..1 that differs between names, so that differences have a spread."""
    return sum(map(ord, name)) % 10 / 10
