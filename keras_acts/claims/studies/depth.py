"""Which nets of 30 layers without BatchNorm converge, and by what that is decided."""

from collections.abc import Mapping, Sequence
from math import log
from pathlib import Path

from keras_acts.claims.base import Claim, Record, Study
from keras_acts.claims.measuring import depth_map
from keras_acts.claims.measuring.depth_answers import answers
from keras_acts.report.markdown import table as markdown
from keras_acts.results import Row

HALF_OF_CHANCE = log(10) / 2
FACTORS = ("activation", "initializer", "input_scale", "learning_rate")
ORDER = (
    "relu", "prelu", "elu", "mpelu",
    "msra", "msra(mode=fan_out)", "taylor", "taylor(mode=fan_out)", "moment", "lsuv",
)  # fmt: skip
OUTCOMES = ("converges", "learns slowly", "stuck", "diverges")
STUCK = 0.95
"""A net whose loss never falls below this share of chance, log(10), is stuck."""
NETS = ("depth", "depth_mpelu", "depth_seeds")


def outcome(row: Row) -> str:
    """One of OUTCOMES, by the lowest mean training loss of an epoch; diverging comes first."""
    losses = [loss for loss in row.get("history_loss", ()) if loss is not None]
    if row["status"] != "ok" or not losses:
        return "diverges"
    if min(losses) < HALF_OF_CHANCE:
        return "converges"
    return "learns slowly" if min(losses) < STUCK * 2 * HALF_OF_CHANCE else "stuck"


def measure(rows: Mapping[str, list[Row]]) -> Record:
    """The outcomes of every cell over its seeds, and what changes them."""
    dense = cells([row for name in NETS for row in rows.get(name, ())], FACTORS)
    return {
        "cells": dense,
        "factors": {factor: flips(dense, factor, FACTORS) for factor in FACTORS},
        "lsuv": cells(_elu_from_lsuv(rows), ("depth", *FACTORS)),
    }


def _elu_from_lsuv(rows):
    both = [row for name in ("depth", "depth_lsuv") for row in rows.get(name, ())]
    return [row for row in both if row["activation"] == "elu" and row["initializer"] == "lsuv"]


def cells(rows: Sequence[Row], keys: Sequence[str]) -> list[dict]:
    """One dict a cell: its keys, the outcome of each seed, and how many seeds converge."""
    rows = sorted(rows, key=lambda row: [_place(row[key]) for key in keys])
    found: dict[tuple, dict[int, Row]] = {}
    for row in rows:
        if row["status"] != "skipped":
            found.setdefault(tuple(row[key] for key in keys), {})[row["seed"]] = row
    return [
        {
            **dict(zip(keys, values)),
            "outcomes": [outcome(own[seed]) for seed in sorted(own)],
            "first steps": [_steps(own[seed]) for seed in sorted(own)],
        }
        for values, own in found.items()
    ]


def _place(value: str | float) -> float:
    """Where a value stands in tables: names in the order of the sweep file, numbers by size."""
    return ORDER.index(value) if isinstance(value, str) else value


def _steps(row: Row) -> int | None:
    """The step of the first epoch at which the loss was no number, if it was."""
    return row["diverged_step"] if row.get("diverged_epoch") == 0 else None


def flips(found: Sequence[Mapping], factor: str, keys: Sequence[str]) -> dict:
    """How often another value of one factor alone changes whether the first seed converges."""
    groups: dict[tuple, list[bool]] = {}
    levels: dict[str, list[bool]] = {}
    for cell in found:
        converges = cell["outcomes"][0] == "converges"
        rest = tuple(cell[key] for key in keys if key != factor)
        groups.setdefault(rest, []).append(converges)
        levels.setdefault(str(cell[factor]), []).append(converges)
    groups = {rest: own for rest, own in groups.items() if len(own) > 1}
    return {
        "groups": len(groups),
        "changed": sum(len(set(own)) > 1 for own in groups.values()),
        "levels": {level: [sum(own), len(own)] for level, own in levels.items()},
    }


def draw(record: Record, path: Path) -> None:
    """A map: activation and initializer by input scale and learning rate."""
    depth_map.draw(record["cells"], path)


def text(record: Record) -> str:
    """What each factor changes, and what became of every net."""
    head = ["factor", "cells alike in all else", "another value changes the outcome in", "converge"]
    lines = [
        [
            factor,
            str(found["groups"]),
            str(found["changed"]),
            ", ".join(f"{level}: {a}/{b}" for level, (a, b) in found["levels"].items()),
        ]
        for factor, found in record["factors"].items()
    ]
    parts = [markdown([head, *lines])]
    for name, title in (
        ("cells", "30 Dense layers"),
        ("lsuv", "ELU from LSUV"),
    ):
        if record[name]:
            parts += [f"{title}, a word a seed:", _table(record[name])]
    return "\n\n".join(parts)


def _table(found):
    keys = [key for key in found[0] if key not in ("outcomes", "first steps")]
    return markdown(
        [[*keys, "seeds"]]
        + [[*(f"{cell[key]}" for key in keys), ", ".join(cell["outcomes"])] for cell in found]
    )


LI = "Li, Fan, Li, Ming 2016, arXiv:1606.00305, and its released results"
STUDY = Study(
    name="depth",
    kind="sweep",
    title="Thirty layers without BatchNorm",
    claims=(
        Claim(number=32, source="common teaching",
              text="Thirty layers of ReLU from MSRA do not converge; PReLU and ELU do."),
        Claim(number=45, source=LI, claimed="PReLU: no with fan_in, yes with fan_out",
              text="At 30 layers PReLU diverges with fan_in, ELU converges in both fan modes."),
        Claim(number=55, text="MPELU converges in tens of layers without BatchNorm.", source=LI,
              claimed="yes in all modes"),
        Claim(number=59, text="From LSUV 30 and 52 layers of ELU diverge.", source=LI,
              claimed="within a few iterations"),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    sweeps=("depth", "depth_mpelu", "depth_seeds", "depth_lsuv"),
    costs="10 minutes on 2 cores",
)  # fmt: skip
