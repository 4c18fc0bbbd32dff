"""A sweep from Python: `keras_acts.sweep(build, data, axes=...)`, and what comes of it."""

import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras

from keras_acts import handed
from keras_acts.arrays import mapped
from keras_acts.batches import Batches
from keras_acts.data import load
from keras_acts.files import read_json
from keras_acts.objective import objective as meant
from keras_acts.report import run as runs
from keras_acts.report.verdicts import Verdict, among, verdicts
from keras_acts.tuning import chosen, own, threads
from keras_acts.tuning.best import WEIGHTS
from keras_acts.tuning.budget import given
from keras_acts.tuning.engine import Here, Start
from keras_acts.tuning.read import read
from keras_acts.tuning.spec import Spec
from keras_acts.tuning.sweep import sweep as run
from keras_acts.tuning.toml import toml
from keras_acts.tuning.verify import Verified, verify


@dataclass(frozen=True)
class Swept:
    """What a sweep left in its folder."""

    folder: Path
    rows: list[dict[str, Any]]
    """A dict for each trial of the sweep, in the order of their names."""
    spec: Spec

    def frame(self):
        """The rows as a pandas DataFrame, without the lists. Raises ImportError without pandas."""
        try:
            import pandas
        except ImportError as error:
            raise ImportError(
                "frame() needs the package pandas, which is not installed. "
                "Give `pip install pandas`, or take .rows."
            ) from error
        return pandas.DataFrame(
            [{k: v for k, v in row.items() if not isinstance(v, list)} for row in self.rows]
        )

    def best_model(self) -> keras.Model:
        """The winner, trained. Raises ValueError where no trial ended with a result."""
        path = self.folder / "best.keras"
        weights = path.with_suffix(WEIGHTS)
        if weights.exists() and self.spec.space is not None:
            # Keras cannot save every model of a class; the function builds it again.
            return self._built(weights)
        if not path.exists():
            raise ValueError(
                f"{path} must be there, as it is once a trial has ended with a result; received "
                "none. The column `reason` of the rows says why."
            )
        return keras.models.load_model(path)

    def _built(self, weights: Path) -> keras.Model:
        chosen = read_json(self.folder / "best.json")
        data = load(self.spec.data, False)
        x = data.head(1)[0] if isinstance(data, Batches) else data.x_train
        model = own.built(self.spec.model, chosen, self.spec.space or ())
        own.ready(model, mapped(lambda array: array[:1], x))
        model.load_weights(weights)
        return model

    def verdicts(self) -> list[Verdict]:
        """What can be said of each activation against the baseline, as the report does, and of
        the others against one another where the sweep has `all_pairs=True`."""
        found = runs.read(self.folder)
        return [*verdicts(found), *among(found)]

    def verify(self, trial: str | None = None, seed: int | None = None) -> Verified:
        """What comes of training a trial again, as `keras-acts verify` does."""
        return verify(self.folder, trial, seed)

    def report(self) -> Path:
        """Writes report.md with its figures, and report.html beside it; where it lies."""
        from keras_acts.report import page

        return page.write(self.folder)


def sweep(
    build: str | Callable[..., Any],
    data: Any,
    axes: Mapping[str, Sequence[Any]] | None = None,
    seeds: Sequence[int] = (0,),
    tuner: str = "grid",
    epochs: int = 10,
    objective: Any = "val_accuracy",
    folder: str | Path = "runs/sweep",
    workers: int = 1,
    budget: str | None = None,
    say: Callable[[str], None] = print,
    **more: Any,
) -> Swept:
    """Runs a sweep, or goes on with the one in `folder`, and gives its rows, best model, report.

    Args:
        build: the name of one of our models, `"package.module:function"`, or a function that
            takes Keras Tuner's `hp` and returns a compiled model.
        data: a name or `"package.module:function"` as in a sweep file, a function, or arrays:
            (x, y), ((x, y), (x_val, y_val)), or a dict of pairs by train, validation and test; or
            batched tf.data.Datasets (train, val), given by a function if they shuffle, so that
            each trial makes them anew with its seed. Their batch size is their own.
        axes: what varies, by name. Of a function, what is left of what it declares.
        objective: a metric such as `"val_mae"`, or `{"name": ..., "direction": "min"}`.
        workers: processes; with more than one, `build` and `data` must be found by a name, and a
            script calls this under `if __name__ == "__main__":`, since children import it.
        budget: the time it may take, such as `"45m"`; the plan is cut to fit, as the report says.
        say: is given a line a trial.
        more: other keys of a sweep file, `nuisance=`, `model_options=`, `trials=`, `batch_size=`...

    Raises: BadSweep, a ValueError, with everything that is wrong, before anything is trained.
    """
    folder = Path(folder)
    names = {"data": handed.data(data), "model": handed.model(build)}
    table = {
        **{**names, "epochs": epochs, "seeds": list(seeds), "tuner": tuner},
        **{"objective": vars(meant(objective)), **more, "axes": dict(axes or {})},
    }
    start, limit = _start(folder, workers, table), given(budget)
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / f"{_plain(folder.name)}.toml"
        path.write_text(toml(table), encoding="utf-8")
        spec = read(path)
        run(spec, path, folder, say=say, start=start, budget=limit)
    found = runs.read(folder)
    return Swept(folder, [*found.rows, *found.second], spec)


def _start(folder, workers, table) -> Start:
    """What runs the trials; ValueError for what another process could not find."""
    if type(workers) is not int or workers < 1:
        raise ValueError(
            f"workers must be an integer of at least 1; received workers = {workers!r}. Give 1."
        )
    lost = [name for name in ("model", "data") if table[name].startswith("given:")]
    if workers > 1 and lost:
        raise ValueError(
            f"workers must be 1 for what only this process has; received workers = {workers} and "
            f"{', '.join(table[name] for name in lost)}. Put functions into a module that can be "
            "imported, and arrays into a function there or an .npz file."
        )
    try:
        return chosen.kept(folder, workers, 0) or Here
    except RuntimeError:
        # TensorFlow has begun: unless earlier trials had others, its threads will do.
        return chosen.kept(folder, workers, threads.in_use()) or Here


def _plain(name):
    """A name for the sweep from that of its folder."""
    return re.sub(r"[^A-Za-z0-9._-]", "-", name).lstrip(".")[:64] or "sweep"
