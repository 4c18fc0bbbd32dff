"""What there is to choose from, as text: the tables that `list` prints and README shows."""

from inspect import signature

from keras_acts.batch_norm import BATCH_NORMS
from keras_acts.data import SETS
from keras_acts.diagnostics import PROBES
from keras_acts.initializers import INITIALIZERS
from keras_acts.layers import ACTIVATIONS
from keras_acts.models import MODELS
from keras_acts.table import nearest
from keras_acts.tuning import keys
from keras_acts.tuning.optimizers import OPTIMIZERS

ROWS = {
    "activations": ACTIVATIONS,
    "initializers": INITIALIZERS,
    "batch_norm": BATCH_NORMS,
    "models": MODELS,
    "data": SETS,
    "optimizers": OPTIMIZERS,
    "keys": keys.MEANS,
    "probes": PROBES,
}
TITLES = {
    "activations": "Activations",
    "initializers": "Initializers",
    "batch_norm": "BatchNorm",
    "models": "Models",
    "data": "Data sets",
    "optimizers": "Optimizers",
    "keys": "Keys of a sweep file",
    "probes": "Probes",
}


def text(kind: str | None = None, markdown: bool = False) -> str:
    """The tables of one kind, or of all; ValueError for a kind there is not.

    >>> "mpelu" in text("activations")
    True
    """
    if kind is not None and kind not in ROWS:
        raise ValueError(f"list knows {', '.join(ROWS)}; received {kind!r}{nearest(kind, ROWS)}.")
    kinds = [kind] if kind else list(ROWS)
    return "\n\n".join(_markdown(one) if markdown else _plain(one) for one in kinds)


def lines(kind: str) -> list[list[str]]:
    """One line a row, under a head: what a reader wants to know before choosing."""
    if kind == "keys":
        return keys.lines()
    head, line = _LINES.get(kind, (["name", "options", "source"], _row))
    return [head, *map(line, ROWS[kind].values())]


def _row(row):
    return [row.name, ", ".join(row.options), row.source]


def _probe(row):
    return [row.name, row.unit, row.measures, row.reads_as]


def _model(row):
    usual = signature(row.net).parameters
    options = (f"{name} = {usual[name].default}" for name in row.options)
    return [row.name, ", ".join(options), row.source]


def _data(load):
    return [load.__name__, (load.__doc__ or "").split("\n")[0]]


def _activation(row):
    layer = row()
    slope, widens = row.left_slope(layer), row.widens(layer)
    return [
        row.name,
        "–" if slope is None else f"{slope:.3g}",
        f"x {widens}" if widens != 1 else "",
        row.saturates,
        "yes" if row.random else "",
        row.source,
        ", ".join(row.options),
    ]


_LINES = {
    "activations": (
        ["name", "f'(0-)", "channels", "saturates", "random", "source", "options"],
        _activation,
    ),
    "models": (["name", "options", "source"], _model),
    "data": (["name", "what it is"], _data),
    "probes": (["name", "unit", "measures", "reads as"], _probe),
}


def _plain(kind):
    body = lines(kind)
    widths = [max(len(line[i]) for line in body) for i in range(len(body[0]))]
    shown = ("  ".join(c.ljust(w) for c, w in zip(line, widths)).rstrip() for line in body)
    return f"{kind}\n" + "\n".join(f"  {line}" for line in shown)


def _markdown(kind):
    head, *body = lines(kind)
    quoted = [[f"`{line[0]}`", *line[1:]] for line in body]
    rows = [head, ["---"] * len(head), *quoted]
    table = "\n".join(f"| {' | '.join(line)} |" for line in rows)
    return f"### {TITLES[kind]}\n\n{table}"
