"""TensorBoard: what its own HParams dashboard finds of a sweep."""

import re
import sys

import pytest

from keras_acts import cli
from tests.promises.forked import FOUR, Dummy
from tests.tuning.sweeps import written

NEEDED = "tensorboard.backend.event_processing.plugin_event_multiplexer"


@pytest.fixture
def shown():
    """The experiment and the sessions of a folder, by the dashboard's own handlers."""
    multiplexer = pytest.importorskip(NEEDED, reason="tensorboard is not installed")
    from tensorboard import context
    from tensorboard.backend.event_processing import data_provider
    from tensorboard.plugins import base_plugin
    from tensorboard.plugins.hparams import api_pb2, backend_context
    from tensorboard.plugins.hparams.get_experiment import Handler as Experiment
    from tensorboard.plugins.hparams.list_session_groups import Handler as Groups

    def read(folder):
        runs = multiplexer.EventMultiplexer()
        runs.AddRunsFromDirectory(str(folder))
        runs.Reload()
        provider = data_provider.MultiplexerDataProvider(runs, str(folder))
        backend = backend_context.Context(base_plugin.TBContext(data_provider=provider))
        asked = (context.RequestContext(), backend, "sweep")
        some = api_pb2.ListSessionGroupsRequest(slice_size=99, allowed_statuses=[0, 1, 2, 3])
        every = Groups(*asked, some).run().session_groups
        return Experiment(*asked, api_pb2.GetExperimentRequest()).run(), every

    return read


def swept(tmp_path):
    path, out = written(tmp_path, FOUR), tmp_path / "out"
    return cli.main(["sweep", str(path), "--tensorboard", "--out", str(out)])


def test_the_dashboard_shows_a_session_a_trial(shown, tmp_path, monkeypatch):
    dummy = Dummy(monkeypatch)
    assert swept(tmp_path) == 0
    experiment, groups = shown(tmp_path / "out" / "tensorboard")
    assert {info.name for info in experiment.hparam_infos} >= {"learning_rate"}
    assert [info.name.tag for info in experiment.metric_infos] == ["val_accuracy"]
    assert len(groups) == len(dummy.calls) == 4
    seen = {(g.hparams["learning_rate"].number_value, g.hparams["seed"].number_value)
            for g in groups}  # fmt: skip
    assert seen == {(0.01, 0), (0.01, 1), (0.1, 0), (0.1, 1)}
    assert all(group.metric_values[0].value > 0 for group in groups)


def test_a_resume_adds_only_what_is_new_and_failures_are_told(shown, tmp_path, monkeypatch):
    dummy = Dummy(monkeypatch)
    swept(tmp_path)

    def fail(*trial):
        return {**dummy.run(*trial), "status": "failed", "reason": "why"}

    monkeypatch.setattr("keras_acts.tuning.sweep.run", fail)
    files = sorted((tmp_path / "out" / "tensorboard").rglob("events*"))
    wider = FOUR.replace("seeds = [0, 1]", "seeds = [0, 1, 2]")
    monkeypatch.setattr("tests.promises.test_board.FOUR", wider)
    assert swept(tmp_path) == 5
    _, groups = shown(tmp_path / "out" / "tensorboard")
    assert [session.status for g in groups for session in g.sessions].count(2) == 2
    assert set(files) < set((tmp_path / "out" / "tensorboard").rglob("events*"))
    assert len(groups) == 6


def test_without_the_package_it_is_said_before_anything_runs(tmp_path, monkeypatch, capsys):
    dummy = Dummy(monkeypatch)
    monkeypatch.delitem(sys.modules, "keras_acts.tuning.board", raising=False)
    monkeypatch.setitem(sys.modules, "tensorboard.compat.proto.event_pb2", None)
    assert swept(tmp_path) == 2
    assert re.search("needs the package tensorboard, .* Give `pip", capsys.readouterr().err)
    assert dummy.calls == []
    assert not (tmp_path / "out").exists()
