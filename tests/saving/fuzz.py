"""Thousands of mutated `.keras` files through `load_model`, in processes of their own.

`python -m tests.saving.fuzz 2000 [ROWS]` prints the tally and exits 1 if anything was found.
A mutant may be refused; it may load if it predicts, bit by bit, what the original does; and
where the mutation went by the format, checksums and all, if every layer holds the numbers that
its file stores for it. All else is a finding: another exception, a process that dies or hangs,
a file written outside, weights that came from nowhere.
"""

import io
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from tests.saving.mutations import MUTATIONS
from tests.saving.mutations_bytes import BYTES

BATCH = 100
SECONDS_A_FILE = 20
KINDS = tuple(MUTATIONS)
X = np.random.default_rng(1).normal(0, 2, (4, 3)).astype("float32")


def mutant(image, seed):
    """(name of the mutation, the mutated bytes): a function of the seed."""
    name = KINDS[seed % len(KINDS)]
    return name, MUTATIONS[name](np.random.default_rng(seed), image)


def one(path, image, expected, seed):
    """What became of one mutant, as a row."""
    import keras_acts
    from keras_acts.saving import Refused

    name, changed = mutant(image, seed)
    path.write_bytes(changed)
    begun = time.monotonic()
    try:
        model = keras_acts.load_model(path, compile=bool(seed % 2))
    except Refused as error:
        outcome, text = "refused", str(error)
    except Exception as error:
        outcome, text = "finding", f"{type(error).__name__}: {error}"[:500]
    else:
        outcome, text = _judged(model, name, changed, expected)
    seconds = time.monotonic() - begun
    return {"seed": seed, "kind": name, "outcome": outcome, "text": text, "seconds": seconds}


def _judged(model, name, changed, expected):
    try:
        same = np.array_equal(np.asarray(model(X)), expected, equal_nan=True)
    except Exception:
        same = False
    if same:
        return "same predictions", ""
    if MUTATIONS[name] in BYTES:
        return "finding", "loads and predicts something else"
    wrong = astray(model, changed)
    return ("finding", f"weights astray: {wrong}") if wrong else ("edited, weights as stored", "")


def astray(model, image):
    """Layers whose weights are not those stored under their name, read by h5py alone."""
    import h5py

    from tests.saving.files import WEIGHTS, parts

    stored = {}

    def note(path, group):
        if path.endswith("vars") and "name" in group.attrs:
            numbered = sorted((key for key in group if key.isdigit()), key=int)
            stored[group.attrs["name"]] = [group[key][()] for key in numbered]

    with h5py.File(io.BytesIO(parts(image)[WEIGHTS])) as file:
        file.visititems(note)
    return [layer.name for layer in _leaves(model) if not _holds(layer, stored)]


def _holds(layer, stored):
    values = [np.asarray(value) for value in layer.get_weights()]
    kept = stored.get(layer.name, [])
    return [v.tobytes() for v in values] == [k.tobytes() for k in kept]


def _leaves(model):
    for layer in model.layers:
        yield from _leaves(layer) if hasattr(layer, "layers") else [layer]


def work(original, scratch, seeds):
    """The child: a row a line for every seed."""
    import keras

    expected = np.asarray(keras.models.load_model(original, compile=False)(X))
    image = Path(original).read_bytes()
    for seed in seeds:
        print(f"begin {seed}", flush=True)
        print(json.dumps(one(Path(scratch) / "it.keras", image, expected, seed)), flush=True)


def run(count, say=lambda line: None):
    """Rows of `count` mutants; a child that dies or hangs costs one row and is started again."""
    rows, waiting = [], list(range(count))
    with TemporaryDirectory() as place:
        original = Path(place) / "original.keras"
        _python(place, f"from tests.saving.files import model; model().save({str(original)!r})")
        while waiting:
            done = _batch(Path(place), original, waiting[:BATCH])
            rows += done
            waiting = [seed for seed in waiting if seed > done[-1]["seed"]]
            say(f"{len(rows)} of {count}")
    return rows


def _batch(place, original, seeds):
    code = f"from tests.saving.fuzz import work; work({str(original)!r}, '../scratch', {seeds})"
    begun = time.monotonic()
    done, how = _python(place, code, 60 + SECONDS_A_FILE * len(seeds))
    rows = [json.loads(line) for line in done.splitlines() if line.startswith("{")]
    if len(rows) < len(seeds):
        seed = seeds[len(rows)]
        row = {"seed": seed, "kind": KINDS[seed % len(KINDS)], "outcome": "finding", "text": how}
        rows.append({**row, "seconds": time.monotonic() - begun})
    left = [path for name in ("empty", "temporary") for path in (place / name).rglob("*")]
    if left:
        rows[-1] |= {"outcome": "finding", "text": f"left files behind: {left}"}
    return rows


def _python(place, code, seconds=300):
    """(output, how it ended) of Python in an empty folder, with a folder for temporary files."""
    here = Path(place)
    for name in ("empty", "temporary", "scratch"):
        (here / name).mkdir(exist_ok=True)
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "TF_CPP_MIN_LOG_LEVEL": "3"}
    env |= {"TMPDIR": str(here / "temporary"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", code]
    options = {"cwd": here / "empty", "env": env, "timeout": seconds, "text": True}
    try:
        done = subprocess.run(command, capture_output=True, **options)
    except subprocess.TimeoutExpired as hung:
        return (hung.stdout or b"").decode(), f"hung for {seconds} s"
    return done.stdout, f"ended with {done.returncode}: {done.stderr[-300:]}"


SORTS = {
    "not a zip, or cut short": "valid .keras archive|must end as a zip|truncated",
    "archive: headers, gaps, names, sizes": "archive|directory|header|member|each byte",
    "checksum": "CRC-32",
    "JSON": "must be JSON|must nest|a key must|numbers must be finite|metadata.json",
    "HDF5": "HDF5|hard|arrays must|an array must|objects|groups must|attribute|names must",
    "config: outside the list": "class |function |must name|no text may|named by texts",
    "config: texts and numbers": "texts must|integers must|keys must|must be saved in schema|dtype",
    "weights: missing, extra, elsewhere": "every array|must hold|weights must go|weights; model",
}


def sort_of(row):
    """The kind of error, for the tally."""
    if row["outcome"] != "refused":
        return row["outcome"]
    text = row["text"].partition("is not loaded: ")[2]
    order = ("checksum", *SORTS)
    return next(
        (sort for sort in order if re.search(SORTS[sort], text)), "the model cannot be built"
    )


def main(count, out=None):
    """Prints the tally; `out` names a file for the rows, a JSON object a line."""
    begun = time.monotonic()
    rows = run(count, say=lambda line: print(line, file=sys.stderr, flush=True))
    for sort, number in Counter(map(sort_of, rows)).most_common():
        print(f"{number:6}  {sort}")
    slowest = max(rows, key=lambda row: row["seconds"])
    print(
        f"{len(rows)} files in {time.monotonic() - begun:.0f} s; slowest {slowest['seconds']:.1f} s"
    )
    for kind in KINDS:
        print(f"  {kind}: {dict(Counter(r['outcome'] for r in rows if r['kind'] == kind))}")
    findings = [row for row in rows if row["outcome"] == "finding"]
    for row in findings:
        print(f"FINDING seed {row['seed']} {row['kind']}: {row['text']}")
    if out:
        Path(out).write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return bool(findings)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), *sys.argv[2:]))
