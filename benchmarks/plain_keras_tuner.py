"""The trials of `benchmarks.sweeps` with Keras Tuner alone, and the best model of them.

python -m benchmarks.plain_keras_tuner mlp DIR
"""

import json
import sys
from pathlib import Path

import keras_tuner

from benchmarks.plain_nets import (
    ACTIVATIONS,
    BATCH_SIZE,
    EPOCHS,
    INITIALIZERS,
    SEEDS,
    build,
    data,
)


def main(net: str, folder: str) -> None:
    """Writes `rows.json`: of each trial its choices and its best validation accuracy."""
    (x, y), validation_data = data()

    def hypermodel(hp):
        activation = hp.Choice("activation", ACTIVATIONS)
        initializer = hp.Choice("initializer", INITIALIZERS)
        return build(net, activation, initializer, hp.Choice("seed", SEEDS), x)

    tuner = keras_tuner.GridSearch(hypermodel, "val_accuracy", directory=folder, overwrite=True)
    tuner.search(
        x,
        y,
        validation_data=validation_data,
        epochs=EPOCHS[net],
        batch_size=BATCH_SIZE,
        verbose=0,
    )
    tuner.get_best_models()[0].save(Path(folder) / "best.keras")
    trials = tuner.oracle.trials.values()
    rows = [{**trial.hyperparameters.values, "val_accuracy": trial.score} for trial in trials]
    (Path(folder) / "rows.json").write_text(json.dumps(rows))


if __name__ == "__main__":
    main(*sys.argv[1:])
