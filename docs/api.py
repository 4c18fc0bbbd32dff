"""The pages of all public names, made of their docstrings by pdoc.

python -m docs.api site
"""

import importlib
import re
import sys
from pathlib import Path

import pdoc
import pdoc.render
from jinja2 import pass_context

import keras_acts

MODULES = (
    *("layers", "initializers", "diagnostics", "saving", "surgery", "prognosis", "multipliers"),
    *("swept", "tuning", "models", "data", "batch_norm", "objective", "table", "results"),
)
"""What a user imports."""
LABELS = re.compile(r"^(Shapes|Returns|Raises|Differs|Source): ", re.MULTILINE)
POWER = re.compile(r"(?<=[\w)])\^(\d+)")


def markdown(docstring: str) -> str:
    """A docstring of ours in pdoc's Markdown: a paragraph for each label, stars as they are.

    >>> print(markdown("f(x) = a * x * b.\\n\\nShapes: any.\\nSource: a paper."))
    f(x) = a \\* x \\* b.
    <BLANKLINE>
    <BLANKLINE>
    **Shapes**: any.
    <BLANKLINE>
    **Source**: a paper.
    """
    parts = re.split(r"(`[^`]*`|^>>>.*$|^\s+.*$)", docstring, flags=re.MULTILINE)
    plain = (re.sub(r"(?<=\s)\*(?=\s)", r"\\*", part) for part in parts[::2])
    parts[::2] = [POWER.sub(r"<sup>\1</sup>", part) for part in plain]
    return LABELS.sub(r"\n**\1**: ", "".join(parts))


def write(folder: Path) -> None:
    """The pages, index.html first."""
    for name in keras_acts.__all__:
        # What is imported when asked for is not in the module before.
        setattr(keras_acts, name, getattr(keras_acts, name))
    for name in MODULES:
        module = importlib.import_module(f"keras_acts.{name}")
        for one in getattr(module, "__all__", ()):
            setattr(module, one, getattr(module, one))
    usual = pdoc.render.env.filters["to_markdown"]

    @pass_context
    def ours(context, docstring):
        return usual(context, markdown(docstring))

    pdoc.render.env.filters["to_markdown"] = ours
    pdoc.render.configure(docformat="google", include_undocumented=False)
    more = (f"keras_acts.{name}" for name in MODULES if name not in keras_acts.__all__)
    pdoc.pdoc("keras_acts", *more, r"!keras_acts\.\w+\..+", output_directory=folder)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
