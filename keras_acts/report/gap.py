"""Validation and test side by side: what was chosen, each tested once after the choice."""

from keras_acts.report.measure import shown, unit
from keras_acts.report.run import Run

WORDS = (
    "Each finalist was tested once, its seed that did best on validation, after the choice was "
    "written with its hash (`selection.json`). A test below validation is to be expected: the "
    "seed was chosen for its validation."
)


def finalists(run: Run) -> list[list[str]]:
    """A line for each finalist, the winner first; only the head where none was tested."""
    metric = run.objective.name
    test = f"test_{metric.removeprefix('val_')}"
    heads = [name + unit(run.objective) for name in (metric, test)]
    lines = [["activation", "seed", *heads, "test less validation"]]
    for one in (run.best or {}).get("finalists", ()):
        if test in one:
            both = [shown(run.objective, one[key]) for key in (metric, test)]
            apart = shown(run.objective, one[test] - one[metric], "+")
            lines.append([str(one["activation"]), str(one["seed"]), *both, apart])
    return lines
