"""A sweep for TensorBoard: a run a trial, with its curves and its hyperparameters.

`tensorboard --logdir DIR/tensorboard` then shows the sweep under HParams and Time Series.
"""

import time
from pathlib import Path
from typing import Any

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.plugins.hparams import api_pb2, summary, summary_v2
from tensorboard.plugins.scalar.summary_v2 import scalar_pb
from tensorboard.summary.writer.event_file_writer import EventFileWriter

from keras_acts import results
from keras_acts.results import Row
from keras_acts.tuning.progress import Progress, Watch


class Board(Watch):
    """Writes a folder a trial into `folder`; one that is there already is left as it is."""

    def __init__(self, folder: Path):
        self.folder = folder

    def ended(self, progress: Progress, row: Row, found: bool) -> None:
        if not self.folder.exists():
            self._write(self.folder, [(0, _space(progress))])
        place = self.folder / results.row_path(Path(), row).stem
        if not place.exists():
            self._write(place, [*_curves(row, progress), *_hyperparameters(row, progress, place)])

    def _write(self, place: Path, events: list[tuple[int, Any]]) -> None:
        writer = EventFileWriter(str(place))
        for step, made in events:
            event = Event(step=step, wall_time=time.time())
            # Where TensorFlow is there, a scalar is of its class and not of tensorboard's.
            event.summary.ParseFromString(made.SerializeToString())
            writer.add_event(event)
        writer.close()


def _space(progress: Progress):
    """What varies, and what the choice rests on."""
    varied = [
        summary_v2.HParam(name, _domain(choices))
        for name, choices in progress.varied.items()
        if name in progress.shown
    ]
    return summary_v2.hparams_config_pb(varied, [summary_v2.Metric(progress.objective.name)])


def _domain(choices):
    if isinstance(choices, (list, tuple)):
        return summary_v2.Discrete([*choices])
    return summary_v2.RealInterval(float(choices.min), float(choices.max))


def _curves(row: Row, progress: Progress):
    """(epoch, summary) of every metric; what is not finite is left out."""
    for name, values in row.items():
        if name.startswith("history_"):
            tag = name.removeprefix("history_")
            yield from ((i, scalar_pb(tag, v)) for i, v in enumerate(values) if v is not None)
    value = progress.objective.value(row)
    if value is not None and f"history_{progress.objective.name}" not in row:
        yield 0, scalar_pb(progress.objective.name, value)


def _hyperparameters(row: Row, progress: Progress, place: Path):
    chosen = {name: row[name] for name in progress.shown}
    yield 0, summary_v2.hparams_pb({**chosen, "seed": row["seed"]}, trial_id=place.name)
    well = row["status"] in ("ok", "skipped")
    yield 0, summary.session_end_pb(api_pb2.STATUS_SUCCESS if well else api_pb2.STATUS_FAILURE)
