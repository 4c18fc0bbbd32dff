"""How long a sweep took stands with the session it took it in."""

from contextlib import nullcontext

import pytest

from keras_acts import results
from keras_acts.tuning import directory
from keras_acts.tuning.file import BadSweep

OLDER = {"git": "a"}
BASE = {"meaning": {}, "plan": {}, "threads": 1, "data_sha256": ""}


def after(folder, sessions, error=None):
    """The sessions when a start has ended, after 5 seconds that did not go by."""
    results.write_json(folder / "provenance.json", {**BASE, "sessions": sessions})
    with pytest.raises(error) if error else nullcontext(), directory.timed(folder):
        if error:
            raise error("no")
    return results.read_provenance(folder)["sessions"]


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    ticks = iter((100.0, 105.0))
    monkeypatch.setattr(directory.time, "monotonic", lambda: next(ticks))


def test_seconds_are_added_to_the_last_session(tmp_path):
    assert after(tmp_path, [OLDER, {"seconds": 2.5}]) == [OLDER, {"seconds": 7.5}]


def test_a_start_that_is_stopped_counts(tmp_path):
    assert after(tmp_path, [{"seconds": 0.0}], KeyboardInterrupt) == [{"seconds": 5.0}]


@pytest.mark.parametrize("error", [BadSweep, RuntimeError])
def test_a_start_that_was_refused_does_not(tmp_path, error):
    assert after(tmp_path, [{"seconds": 2.5}], error) == [{"seconds": 2.5}]


def test_sessions_of_older_versions_stay_as_they_are(tmp_path):
    assert after(tmp_path, [OLDER]) == [OLDER]
