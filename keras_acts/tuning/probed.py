"""What a row says of the probes: a look before the training and one after, as flat lists."""

from collections.abc import Iterable
from typing import Any

from keras_acts.diagnostics import Reading, Recorder, epochs, last, steps
from keras_acts.results import PROBED, Row


class Probed:
    """The recorders of a trial. Few looks are not worth tracing."""

    def __init__(self, x: Any, y: Any):
        ends, curves = steps(0) | last(), steps(0) | epochs()
        self.looks = Recorder(x, y, PROBED, at=ends, compile=False)
        self.learned = Recorder(x, y, ["parameter_mean"], at=curves, compile=False)
        self.recorders = (self.looks, self.learned)

    def columns(self) -> Row:
        """`probe_...` as `results.probed` reads them; `learned_mean` has a number for each of
        `learned_steps`, the start and the end of every epoch, and each of `learned_names`."""
        history = self.looks.history
        row: Row = {"probe_steps": list(dict.fromkeys(one.step for one in history))}
        for probe, kind in PROBED.items():
            layers = row.setdefault(f"probe_{kind}", _layers(history, kind))
            row[f"probe_{probe}"] = _flat(history, probe, row["probe_steps"], layers)
        names = list(dict.fromkeys(one.layer for one in self.learned.history))
        if names:
            at = list(dict.fromkeys(one.step for one in self.learned.history))
            row |= {"learned_steps": at, "learned_names": names}
            row["learned_mean"] = _flat(self.learned.history, "parameter_mean", at, names)
        return row


def _layers(history: Iterable[Reading], kind: str) -> list[str]:
    probes = {probe for probe, of in PROBED.items() if of == kind}
    return list(dict.fromkeys(one.layer for one in history if one.probe in probes))


def _flat(history, probe, at, layers) -> list[float | None]:
    """Four digits of each reading; None where there is none."""
    found = {(one.step, one.layer): one.value for one in history if one.probe == probe}
    pairs = [(step, layer) for step in at for layer in layers]
    return [float(f"{found[pair]:.4g}") if pair in found else None for pair in pairs]
