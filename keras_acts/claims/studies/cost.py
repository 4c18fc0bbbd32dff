"""What activations cost: forward and backward of ten million numbers each."""

from pathlib import Path

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring.timing import ratio, times
from keras_acts.layers import ACTIVATIONS
from keras_acts.report.ink import BASELINE, COLOURS, axes_grid, frameless, save
from keras_acts.report.markdown import table as markdown

MANY, FEW = 10**7, 10**5
"""Numbers that do not fit into a processor's cache, and that do."""
ROUNDS, CHEAP = 9, 1.1
"""What takes at most 1.1 times the time of ReLU is as cheap."""


def measure() -> Record:
    """{"all": times of all activations for many numbers, "two": of sigmoid and ReLU, by number}."""
    pair = ("relu", "sigmoid")
    two = {str(MANY): times(pair, MANY, 3 * ROUNDS), str(FEW): times(pair, FEW, 10 * ROUNDS)}
    return {"all": times(ACTIVATIONS, MANY, ROUNDS), "two": two}


def answers(record: Record) -> dict[int, Answer]:
    """Sigmoid dearer than ReLU for many and few numbers: supported; for one of them: depends.

    Dearer, or as cheap, is what the whole interval says; where it says neither, one cannot tell.
    """
    found = {size: ratio(taken, "sigmoid", "relu") for size, taken in record["two"].items()}
    kinds = {_kind(one) for one in found.values()}
    said = {"dearer": "supported", "cheap": "refuted", "unclear": "cannot tell"}
    verdict = "depends" if kinds == {"dearer", "cheap"} else said[max(kinds)]
    many = found[str(MANY)]
    return {
        2: Answer(
            verdict=verdict,
            measured="sigmoid takes, times ReLU, "
            + "; ".join(f"{one} for {int(size):,} numbers" for size, one in found.items()),
            because="Processor seconds of forward and backward together, one traced call each "
            f"a round, over {many.seeds} and {found[str(FEW)].seeds} rounds. Of a training step "
            "it is a part only: matrix products cost more. As cheap is what takes at most "
            f"{CHEAP:g} times ReLU's time; sigmoid takes {100 * (many.mean - 1):.0f} % more.",
            effect=many.mean,
            low=many.low,
            high=many.high,
        )
    }


def _kind(one):
    return "dearer" if one.low > CHEAP else "cheap" if one.high < CHEAP else "unclear"


def draw(record: Record, path: Path) -> None:
    """The time of each activation as a multiple of ReLU's, with its interval over rounds."""
    taken = record["all"]
    found = sorted(((ratio(taken, name, "relu"), name) for name in taken), reverse=True)
    figure, axis = axes_grid(1, width=7, height=0.9 + 0.22 * len(found))
    for y, (one, name) in enumerate(found):
        colour = BASELINE if name == "relu" else COLOURS[0]
        axis.plot([one.low, one.high], [y, y], color=colour, lw=2, alpha=0.4)
        axis.plot(one.mean, y, "o", color=colour, ms=5)
    axis.set_yticks(range(len(found)), [name for _, name in found])
    axis.set_xlabel(f"time of forward and backward of {MANY:,} numbers, times ReLU's")
    axis.set_xscale("log")
    axis.set_xticks([1, 2, 4, 8, 16], ["1", "2", "4", "8", "16"])
    axis.minorticks_off()
    axis.grid(axis="x", color="#e6e6e6")
    frameless(axis)
    save(figure, path)


def text(record: Record) -> str:
    """Times relative to ReLU, forward alone and with the backward pass."""
    taken = record["all"]
    ways = ("forward", "both")
    lines = [[name, *(f"{ratio(taken, name, 'relu', way)}" for way in ways)] for name in taken]
    return markdown([["activation", "forward, times ReLU's", "forward and backward"], *lines])


STUDY = Study(
    name="cost",
    kind="measurement",
    title="What activations cost",
    claims=(
        Claim(
            number=2,
            text="The derivative of sigmoid is expensive to compute, that of ReLU cheap.",
            source="common teaching",
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    costs="2 minutes on two cores",
)
