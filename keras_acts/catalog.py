"""What there is to choose from, as text: the tables that `list` prints and README shows."""

from keras_acts.batch_norm import BATCH_NORMS
from keras_acts.diagnostics import PROBES
from keras_acts.initializers import INITIALIZERS
from keras_acts.layers import ACTIVATIONS
from keras_acts.models import MODELS
from keras_acts.table import nearest

KINDS = {
    "activations": ACTIVATIONS,
    "initializers": INITIALIZERS,
    "batch_norm": BATCH_NORMS,
    "models": MODELS,
    "probes": PROBES,
}
TITLES = {
    "activations": "Activations",
    "initializers": "Initializers",
    "batch_norm": "BatchNorm",
    "models": "Models",
    "probes": "Probes",
}


def text(kind: str | None = None, markdown: bool = False) -> str:
    """The tables of one kind, or of all; ValueError for a kind there is not.

    >>> "mpelu" in text("activations")
    True
    """
    if kind is not None and kind not in KINDS:
        raise ValueError(f"list knows {', '.join(KINDS)}; received {kind!r}{nearest(kind, KINDS)}.")
    kinds = [kind] if kind else list(KINDS)
    return "\n\n".join(_markdown(one) if markdown else _plain(one) for one in kinds)


def lines(kind: str) -> list[list[str]]:
    """One line a row, under a head: what a reader wants to know before choosing."""
    table = KINDS[kind]
    if kind == "probes":
        head = ["name", "unit", "measures", "reads as"]
        return [head, *([r.name, r.unit, r.measures, r.reads_as] for r in table.values())]
    if kind != "activations":
        head = ["name", "options", "source"]
        return [head, *([r.name, ", ".join(r.options), r.source] for r in table.values())]
    head = ["name", "f'(0-)", "channels", "saturates", "random", "source", "options"]
    return [head, *(_activation(row) for row in table.values())]


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
