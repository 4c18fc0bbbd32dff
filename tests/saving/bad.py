"""The tables of bad files and of rules, and the row of a file that must not load."""

from collections.abc import Callable
from dataclasses import dataclass

ROWS = (
    "truncated or empty",
    "bits flipped",
    "unknown layer, wrong package, missing import",
    "config key unknown, missing or of a wrong type",
    "initializer naming eval, os.system, a Keras utility",
    "layer name ../../x",
    "saved by an older or newer keras_acts",
    "zip bomb, HDF5 giant shape, external link",
    "saved with a layer of ours, loaded without import",
)
"""What may be wrong with a file."""
TRUNCATED, FLIPPED, UNKNOWN, FIELD, CALLS, NAMES, SCHEMA, BOMB, NO_IMPORT = ROWS
RULES = (
    "V1 nothing in a file is run or imported",
    "V2 configs hold finite numbers, known keys and types",
    "V3 one package name, import is enough, safe mode on",
    "V4 looked at before loading; only .keras",
    "V5 Lambda refused whatever the global setting",
    "V8 what a file says is escaped when it is shown",
)
"""The rules of safety that concern files."""
V1, V2, V3, V4, V5, V8 = RULES


@dataclass(frozen=True)
class Bad:
    """An honest file made bad; `says.toml` has the sentence that must say so."""

    row: str
    name: str
    make: Callable[[bytes], bytes]
