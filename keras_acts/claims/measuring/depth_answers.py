"""What the cells of the depth sweeps say of each claim, by rules over counts."""

from collections.abc import Sequence

from keras_acts.claims.base import Answer, Record
from keras_acts.claims.measuring.depth_counts import chosen, counted, share

MSRA = ("msra", "msra(mode=fan_out)")
OWN = ("taylor", "msra(mode=fan_out)")
"""MSRA for ReLU and PReLU, of which Taylor's formula is the same; there it has five seeds."""


def answers(record: Record) -> dict[int, Answer]:
    """Every claim of the study; all, none, or it depends."""
    return {
        32: _relu_fails(record),
        45: _fan_modes(record),
        55: _mpelu(record),
        59: _lsuv(record),
    }


def _only(converge: Sequence[Sequence[str]], fail: Sequence[str]) -> str:
    """Supported: all of `converge` do and none of `fail`; refuted: all of `fail` converge."""
    others = [share(one) for one in converge]
    if not fail or any(share(one) != share(one) for one in converge):
        return "cannot tell"
    if share(fail) == 0 and all(one == 1 for one in others):
        return "supported"
    return "refuted" if share(fail) == 1 else "depends"


def by_what(record: Record) -> str:
    """The factors in the order of how often one alone changes the outcome."""
    factors = sorted(
        record["factors"].items(),
        key=lambda one: -one[1]["changed"] / max(1, one[1]["groups"]),
    )
    return "Another value alone changes whether a net converges: " + ", ".join(
        f"{name.replace('_', ' ')} in {found['changed']} of {found['groups']} comparisons"
        for name, found in factors
    )


def _sizes(cells, **wanted):
    """`inputs x 1: 3 of 4, inputs x 70: 0 of 4`."""
    scales = dict.fromkeys(cell["input_scale"] for cell in cells)
    return ", ".join(
        f"inputs x {scale:g}: {counted(chosen(cells, input_scale=scale, **wanted))}"
        for scale in scales
    )


def _relu_fails(record) -> Answer:
    cells = record["cells"]
    relu = chosen(cells, activation="relu", initializer=OWN)
    prelu = chosen(cells, activation="prelu", initializer=OWN)
    elu = chosen(cells, activation="elu", initializer=("taylor",))
    text = (
        f"ReLU from MSRA converges with {_sizes(cells, activation='relu', initializer=OWN)}; "
        f"PReLU with {_sizes(cells, activation='prelu', initializer=OWN)}. {by_what(record)}."
    )
    return Answer(
        verdict=_only([prelu, elu], relu),
        measured=f"converge: ReLU {counted(relu)}, PReLU {counted(prelu)}, ELU from Taylor "
        f"{counted(elu)} (over input sizes, learning rates and seeds)",
        because=text,
        seeds=_seeds(cells),
    )


def _seeds(cells) -> int:
    return max((len(cell["outcomes"]) for cell in cells), default=0)


def _fan_modes(record) -> Answer:
    cells = record["cells"]
    prelu = [chosen(cells, activation="prelu", initializer=mode) for mode in OWN]
    elu = [chosen(cells, activation="elu", initializer=mode) for mode in (*MSRA, "taylor")]
    text = (
        "Fan modes differ in the first and last layer only, so they stand for another size of the "
        "inputs: here fan_out is 3.5 times as large as fan_in, in the published net of "
        f"convolutions a ninth. PReLU from fan_in: "
        f"{_sizes(cells, activation='prelu', initializer='taylor')}. {by_what(record)}."
    )
    return Answer(
        verdict=_only(elu, prelu[0]),
        measured=f"converge: PReLU fan_in {counted(prelu[0])}, fan_out "
        f"{counted(prelu[1])}; ELU from MSRA fan_in {counted(elu[0])}, fan_out "
        f"{counted(elu[1])}, from Taylor {counted(elu[2])}",
        because=text,
        seeds=_seeds(cells),
    )


def _all(outcomes: Sequence[str]) -> str:
    """All: supported; none: refuted."""
    if not outcomes:
        return "cannot tell"
    return {1.0: "supported", 0.0: "refuted"}.get(share(outcomes), "depends")


def _mpelu(record) -> Answer:
    cells = record["cells"]
    own = chosen(cells, activation="mpelu", initializer="taylor")
    other = chosen(cells, activation="mpelu", initializer=MSRA)
    return Answer(
        verdict=_all(own),
        measured=f"from its own Taylor initialization {counted(own)} converge, from MSRA "
        f"{counted(other)}",
        because=f"From Taylor with {_sizes(cells, activation='mpelu', initializer='taylor')}. "
        f"{by_what(record)}.",
        seeds=_seeds(cells),
    )


def _lsuv(record) -> Answer:
    cells = record["lsuv"]
    found = chosen(cells, activation="elu", initializer="lsuv")
    diverged = found.count("diverges")
    verdict = "cannot tell"
    if found:
        verdict = {0: "refuted", len(found): "supported"}.get(diverged, "depends")
    depths = ", ".join(
        f"{depth} layers: {chosen(cells, depth=depth, initializer='lsuv').count('diverges')} of "
        f"{len(chosen(cells, depth=depth, initializer='lsuv'))}"
        for depth in dict.fromkeys(cell["depth"] for cell in cells)
    )
    steps = [step for cell in cells for step in cell["first steps"] if step is not None]
    when = f" The first steps without a number: {', '.join(map(str, steps))}." if steps else ""
    return Answer(
        verdict=verdict,
        measured=f"diverge: {depths or 'not run'}",
        because=f"ELU from LSUV, over inputs and learning rates: {counted(found)} converge.{when}"
        if found
        else "LSUV was not run here.",
        seeds=_seeds(cells),
    )
