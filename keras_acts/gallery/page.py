"""docs/gallery.md: every activation as a picture, and the table of what can be computed of it.

python -m keras_acts.gallery.page docs
"""

import math
import sys
from pathlib import Path

from keras_acts.gallery.picture import NEARLY, draw
from keras_acts.gallery.properties import Properties, properties
from keras_acts.layers import ACTIVATIONS

INTRODUCTION = """# Gallery

Written by `make docs`. Every entry is computed from the layers as they start, outside of training
and in float64, with their own gradients on TensorFlow; nothing is typed. `keras-acts plot` draws
any of them, also with options: `keras-acts plot "leaky_relu(negative_slope=0.1)" mpelu`.

- **range**: the least and the largest value of f.
- **f'(0)**: what the layer says; at a jump that is a convention.
- **f' jumps at**: for |x| up to 10. An activation is **smooth at 0** if f' does not jump there.
- **zero-centred**: inputs of N(0, 1) give outputs of mean 0.
- **saturates**: f' tends to 0 on that side; *hard* where it is 0 from some x on, else *soft*.
- **E f, E f², E f'²** are for x from N(0, 1). 1 / E f² is the gain that keeps the variance of a
  signal, and E f'² / E f² is how a gradient then grows from layer to layer.

A Maxout is seen along one piece while the other is 0, and E has both of them at random. Where
several channels come out of one, as in CReLU, the moments are means over them. Where parameters
start at random, 64 channels count.
"""
PICTURES = f"""## Pictures

f in blue, f' in red; a second channel is dotted. Grey: saturated, f' is 0. Yellow: softly
saturated, |f'| stays under {100 * NEARLY:.0f} % of its largest value. Light blue: 90 % of the
draws in training lie there.
"""
HEAD = ["activation", "range", "monotone", "f'(0)", "f' jumps at", "smooth at 0", "zero-centred"]
HEAD += ["saturates", "E f", "E f²", "E f'²"]
COLUMNS = 3


def line(one: Properties) -> list[str]:
    """The cells of one activation, as text."""
    yes = {True: "yes", False: "no"}
    return [
        f"`{one.label}`",
        f"{_bound(one.low)} to {_bound(one.high)}",
        one.monotone,
        one.at_zero,
        ", ".join(f"{x:g}" for x in one.jumps),
        yes[one.smooth],
        yes[one.centred],
        one.saturates,
        *(f"{round(value, 4) + 0:.4f}" for value in (one.mean, one.second, one.slope_second)),
    ]


def _bound(value):
    return f"{'-' if value < 0 else ''}∞" if math.isinf(value) else f"{round(value, 3) + 0:g}"


def table(lines: list[list[str]]) -> str:
    """A Markdown table of which the first line is the head."""
    head, *body = lines
    rows = [head, ["---"] * len(head), *body]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def moved(found: list[Properties]) -> str:
    """A sentence for each activation that starts as a special case of what its row says."""
    return "\n".join(
        f"`{one.label}` saturates as said only as it starts: with other parameters "
        f"{ACTIVATIONS[one.label].saturates or 'nowhere'}."
        for one in found
        if one.saturates != ACTIVATIONS[one.label].saturates
    )


def page(found: list[Properties]) -> str:
    """The whole file."""
    names = [one.label for one in found]
    cells = [f"![{name}](gallery/{name}.png)" for name in names]
    cells += [""] * (-len(cells) % COLUMNS)
    grid = [cells[i : i + COLUMNS] for i in range(0, len(cells), COLUMNS)]
    parts = [INTRODUCTION, table([HEAD, *map(line, found)]), moved(found), PICTURES, table(grid)]
    return "\n\n".join(part.strip() for part in parts if part) + "\n"


def write(folder: Path) -> None:
    """Writes gallery.md and a picture of each activation to the folder gallery/."""
    for name in ACTIVATIONS:
        draw([name], folder / "gallery" / f"{name}.png")
    text = page([properties(name) for name in ACTIVATIONS])
    (folder / "gallery.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
    print(Path(sys.argv[1]) / "gallery.md")
