"""Writes the golden files of this version: what it saves must load for ever.

    python -m tests.golden.write

A file that exists is never written again: the next versions must read it as it is.
"""

import json
from pathlib import Path

import keras

import keras_acts
from tests.golden.models import files, record

FOLDER = Path(__file__).parent / keras_acts.__version__


def write(folder: Path = FOLDER) -> list[str]:
    """The names of the files written: a model or weights, and a JSON of what it must give."""
    folder.mkdir(parents=True, exist_ok=True)
    new = {name: model for name, model in files().items() if not (folder / name).exists()}
    for name, model in new.items():
        versions = {"keras_acts": keras_acts.__version__, "keras": keras.__version__}
        text = json.dumps({**versions, **record(model)}, allow_nan=False)
        save = model.save if name.endswith(".keras") else model.save_weights
        save(folder / name)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    return list(new)


if __name__ == "__main__":
    print(*write(), sep="\n")
