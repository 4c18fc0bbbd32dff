"""How the objective reads in words and numbers: shares in per cent, others as they are."""

from keras_acts.objective import USUAL, Objective


def percent(value: float | None) -> str:
    """`94.3`, or a dash."""
    return "–" if value is None else f"{100 * value:.1f}"


def shown(objective: Objective, value: float | None, sign: str = "") -> str:
    """`94.3` for a share, `41.27` for another metric, or a dash.

    >>> shown(Objective(), 0.9431), shown(Objective("val_mae", "min"), 41.2689)
    ('94.3', '41.27')
    >>> shown(Objective(), -0.0004, "+")
    '+0.0'
    """
    if value is None:
        return "–"
    return f"{100 * value:{sign}z.1f}" if objective.share else f"{value:{sign}.4g}"


def unit(objective: Objective) -> str:
    """What follows a number in a sentence: ` %`, or nothing."""
    return " %" if objective.share else ""


def heading(objective: Objective) -> str:
    """The head of a column, `accuracy %` or `val_mae, less is better`."""
    if objective == USUAL:
        return "accuracy %"
    less = ", less is better" if objective.direction == "min" else ""
    return f"{objective.name}{unit(objective)}{less}"


def label(objective: Objective, spaced: str) -> str:
    """What an axis shows; `spaced` says how the axis of a share is stretched."""
    if not objective.share:
        return heading(objective)
    name = "validation accuracy" if objective == USUAL else objective.name
    return f"{name}, %, {spaced}"
