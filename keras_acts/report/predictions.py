"""How often the doctor was right: what it said of each net before it was trained, and what came."""

from collections.abc import Iterable

from keras_acts.results import Row


def judged(rows: Iterable[Row]) -> list[tuple[bool, bool]]:
    """(said to train, trained) of each trial that ran and has a prediction.

    A trial trained if its training loss fell under half of chance in any epoch.
    """
    return [
        (row["doctor_trains"], _trained(row))
        for row in rows
        if row["status"] in ("ok", "diverged") and "doctor_trains" in row
    ]


def sentence(rows: Iterable[Row]) -> str:
    """What to say of the predictions; nothing where there are none.

    >>> row = {"status": "ok", "doctor_trains": True, "chance_loss": 2.3, "history_loss": [0.5]}
    >>> sentence([row])[:58]
    'Before training, the doctor was right about 1 of 1 trials:'
    """
    pairs = judged(rows)
    if not pairs:
        return ""
    right = sum(said == came for said, came in pairs)
    yes = [came for said, came in pairs if said]
    no = [came for said, came in pairs if not said]
    return (
        f"Before training, the doctor was right about {right} of {len(pairs)} trials: {sum(yes)} "
        f"of the {len(yes)} that it said would train did, and {len(no) - sum(no)} of the {len(no)} "
        "that it said would not did not. Trained means: a training loss under half of chance in an "
        "epoch. The doctor speaks of 300 steps at the best of three learning rates; a trial has "
        "its own length and rate."
    )


def _trained(row):
    losses = [loss for loss in row.get("history_loss", ()) if loss is not None]
    return bool(losses) and min(losses) < row["chance_loss"] / 2
