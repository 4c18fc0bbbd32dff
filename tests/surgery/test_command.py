"""`keras-acts swap`: what it prints, writes and refuses."""

import keras
import pytest
from keras import layers

from keras_acts import cli
from keras_acts.surgery.probe import batch
from tests.surgery.nets import equal, picture


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    path = tmp_path_factory.mktemp("models") / "in.keras"
    picture().save(path)
    return path


def test_writes_the_new_model_and_prints_the_certificate(saved, tmp_path, capsys):
    out = tmp_path / "out.keras"
    assert cli.main(["swap", str(saved), "prelu", "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "replaced   3  relu -> prelu(alpha_initializer=0.0), the same function" in printed
    assert "identical" in printed
    old, new = keras.models.load_model(saved), keras.models.load_model(out)
    equal(new(batch(old)), old(batch(old)))


def test_a_dry_run_writes_nothing(saved, tmp_path, capsys):
    out = tmp_path / "out.keras"
    command = ["swap", str(saved), "gelu", "--out", str(out), "--where", "act", "--dry-run"]
    assert cli.main(command) == 0
    assert not out.exists()
    assert "relu -> gelu\n                act\n" in capsys.readouterr().out


def test_bad_input_is_refused_and_nothing_written(saved, tmp_path, capsys):
    before = saved.read_bytes()
    broken, unsafe = tmp_path / "broken.keras", tmp_path / "lambda.keras"
    broken.write_bytes(before[: len(before) // 2])
    keras.Sequential([keras.Input((2,)), layers.Lambda(keras.ops.relu)]).save(unsafe)
    out = str(tmp_path / "out.keras")
    for arguments, message in [
        ([saved, "prelo", "--out", out], "did you mean 'prelu'?"),
        ([saved, "prelu"], "--out must name"),
        ([saved, "prelu", "--out", saved], "another file than the model"),
        ([saved, "prelu", "--out", tmp_path / "no" / "out.keras"], "directory that exists"),
        ([saved, "prelu", "--out", tmp_path / "out.h5"], "must be a .keras file"),
        ([saved, "prelu", "--out", out, "--where", "stam"], "did you mean 'stem'?"),
        ([saved, "crelu", "--out", out], "number of channels"),
        ([tmp_path / "none.keras", "prelu", "--out", out], "none.keras"),
        ([broken, "prelu", "--out", out], "is not loaded"),
        ([unsafe, "prelu", "--out", out], "Lambda"),
    ]:
        assert cli.main(["swap", *map(str, arguments)]) == 2
        assert message in capsys.readouterr().err
    assert saved.read_bytes() == before
    assert not (tmp_path / "out.keras").exists()
