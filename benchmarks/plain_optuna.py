"""The trials of `benchmarks.sweeps` with Optuna and Keras, and the best model of them.

python -m benchmarks.plain_optuna mlp DIR
"""

import json
import sys
from pathlib import Path

import keras
import optuna

from benchmarks.plain_nets import (
    ACTIVATIONS,
    BATCH_SIZE,
    EPOCHS,
    INITIALIZERS,
    SEEDS,
    build,
    data,
)

GRID = {"activation": ACTIVATIONS, "initializer": INITIALIZERS, "seed": SEEDS}


def main(net: str, folder: str) -> None:
    """Writes `rows.json`: of each trial its choices and its best validation accuracy."""
    (x, y), validation_data = data()
    best = -1.0

    def objective(trial):
        nonlocal best
        keras.backend.clear_session()
        chosen = {name: trial.suggest_categorical(name, values) for name, values in GRID.items()}
        model = build(net, **chosen, x=x)
        fitted = model.fit(
            x,
            y,
            validation_data=validation_data,
            epochs=EPOCHS[net],
            batch_size=BATCH_SIZE,
            verbose=0,
        )
        score = max(fitted.history["val_accuracy"])
        if score > best:
            best = score
            model.save(Path(folder) / "best.keras")
        return score

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    Path(folder).mkdir(parents=True, exist_ok=True)
    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.GridSampler(GRID))
    study.optimize(objective)
    rows = [{**trial.params, "val_accuracy": trial.value} for trial in study.trials]
    (Path(folder) / "rows.json").write_text(json.dumps(rows))


if __name__ == "__main__":
    main(*sys.argv[1:])
