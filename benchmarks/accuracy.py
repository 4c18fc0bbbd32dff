"""docs/accuracy.md: the largest errors of every activation, measured on every backend.

make docs
"""

import json
import platform
from importlib.metadata import version
from pathlib import Path

from keras_acts.layers import ACTIVATIONS
from tests.backends.children import BACKENDS, child
from tests.examples import OURS

PATH = Path(__file__).parents[1] / "docs" / "accuracy.md"
POLICIES = ("float32", "mixed_float16", "mixed_bfloat16", "float64")
COLUMNS = ("value", "dx", "parameters")
INTRODUCTION = """# Accuracy

Written by `make docs`; every number is measured, against the papers' formulas in float64 NumPy (in
80-bit numbers where the layer has float64). {where}.

Each cell has the largest error of the value, of the gradient by x, and of one term of the gradient
of a parameter, in units in the last place of the result's dtype, over {count} arguments from 1e-8
to 80 on both sides. In brackets: that error beyond what moving x and the parameters by one ulp
would change (of float32, where half precision is computed in it): the conditioning, which is large
where a result crosses 0 or an exponential is far out. Beyond it, tests hold the value and both
gradients to {limits}.
Both are the largest of all modes: TensorFlow eager, in a graph of unknown shape, and compiled by
XLA; JAX eager and compiled; torch. `inf` stands for a result that is lost: NaN, of the wrong sign,
or an infinity. `sum` is the error of a whole parameter gradient over 512 samples, as a share of
n eps sum |terms|.
"""


def measured(policies=POLICIES, backends=BACKENDS):
    """The rows of `tests.accuracy` on each backend."""
    lines = (child(one, "tests.accuracy", *policies).splitlines() for one in backends)
    return [json.loads(line) for part in lines for line in part]


def worst(rows, column):
    """The largest of a column over modes; inf where there is none."""
    return max(float("inf") if row[column] is None else row[column] for row in rows)


def figure(error):
    """1.3, or 2e+07: an error in ulp."""
    return f"{error:.1f}" if error < 1000 else f"{error:.0e}"


def line(name, rows):
    """The line of one activation: three errors and the sum for each backend."""
    cells = [f"`{name}`"]
    for backend in BACKENDS:
        here = [row for row in rows if row["backend"] == backend]
        errors = " / ".join(
            f"{figure(worst(here, f'{column} in all'))} ({figure(worst(here, column))})"
            for column in COLUMNS
        )
        cells.append(f"{errors}, sum {worst(here, 'sums'):.3f}")
    return cells


def failed(rows):
    """Which checks an activation does not pass on which backends."""
    checks = {}
    for row in rows:
        for check in row["fails"]:
            checks.setdefault(check, []).append(row["backend"])
    return "; ".join(f"{check} ({', '.join(where)})" for check, where in checks.items()) or "none"


def table(names, rows, more=()):
    """A Markdown table with a line for each name."""
    head = ["activation", *(f"{one}: value / dx / parameters" for one in BACKENDS)]
    lines = [[*head, *(title for title, _ in more)]]
    lines.append(["---"] * len(lines[0]))
    for name in names:
        own = [row for row in rows if row["activation"] == name]
        lines.append([*line(name, own), *(cell(own) for _, cell in more)])
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def page(rows):
    """The whole file."""
    from tests.measured import arguments
    from tests.numerics import LIMIT

    packages = ", ".join(f"{name} {version(name)}" for name in ("keras", *BACKENDS))
    limits = ", ".join(f"{ulp:g} ulp in {dtype}" for dtype, ulp in LIMIT.items())
    where = f"Measured with {packages.replace('+cpu', '')} on {platform.machine()}"
    count = len(arguments("float32")["dense"])
    parts = [INTRODUCTION.format(where=where, count=count, limits=limits)]
    theirs = [name for name in ACTIVATIONS if name not in OURS]
    for policy in POLICIES:
        here = [row for row in rows if row["policy"] == policy]
        parts.append(f"## {policy}\n\n{table(OURS, here)}\n")
        parts.append("Keras's own, measured by the same checks:\n")
        parts.append(table(theirs, here, [("does not pass", failed)]) + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(page(measured()), encoding="utf-8")
    print(PATH)
