"""`inspect` lists what a file holds and every reason against it, building nothing."""

import keras
import numpy as np
import pytest

import keras_acts
from keras_acts import cli
from tests.saving.bad_configs import CODE, SYSTEM
from tests.saving.files import honest, named, with_config, with_weights


@pytest.fixture
def path(tmp_path):
    (tmp_path / "it.keras").write_bytes(honest())
    return tmp_path / "it.keras"


def test_it_lists_what_a_model_in_a_model_holds(path):
    report = keras_acts.inspect(path)
    assert report.reasons == ()
    assert report.keras_version == keras.__version__
    assert report.classes["keras_acts.layers.mpelu.MPELU (keras_acts>MPELU)"] == 1
    assert report.classes["keras.regularizers.L2"] == 1
    assert report.classes["keras.optimizers.Adam"] == 1
    assert "mlp/inner/prelu" in report.layers
    assert [one.name for one in report.members] == [
        *("metadata.json", "config.json", "model.weights.h5")
    ]


def test_it_lists_every_array(path):
    arrays = {one.name: one for one in keras_acts.inspect(path).datasets}
    kernel = arrays["layers/sequential/layers/dense/vars/0"]
    assert (kernel.shape, kernel.dtype, kernel.size) == ((3, 3), "float32", 36)


def test_every_reason_is_given_not_only_the_first(path):
    def change(config):
        named(config, "a")["config"]["kernel_initializer"] = SYSTEM
        named(config, "b")["config"]["activation"] = CODE
        named(config, "c")["config"]["name"] = "../../x"

    path.write_bytes(with_config(honest(), change))
    where = [reason.split(":")[0] for reason in keras_acts.inspect(path).reasons]
    assert where == ["mlp/a/kernel_initializer", "mlp/inner/b/activation", "mlp/../../x/name"]


def test_numbers_that_are_not_finite_are_noted(path):
    def change(file):
        file["layers/dense/vars/0"][0] = [np.nan, np.inf, 1]

    path.write_bytes(with_weights(honest(), change))
    report = keras_acts.inspect(path)
    assert report.notes == ("layers/dense/vars/0 holds 2 numbers that are not finite",)
    assert report.reasons == ()


@pytest.mark.parametrize("text", ["\x1b[2J", "a\u202eb", "\0", "<b>" * 10_000, "a\nrefused: no"])
def test_what_a_file_says_is_escaped(text, path):
    def change(config):
        named(config, "a")["config"] |= {"name": text, "activation": text}
        named(config, "b")["module"] = text

    path.write_bytes(with_config(honest(), change))
    printed = str(keras_acts.inspect(path))
    assert all(line.isprintable() and len(line) < 1000 for line in printed.split("\n"))
    assert "\nrefused: no" not in printed


def test_the_command_says_it_and_its_status(path, capsys):
    assert cli.main(["inspect", str(path)]) == 0
    assert "nothing in it is refused" in capsys.readouterr().out
    path.write_bytes(honest()[:-1])
    assert cli.main(["inspect", str(path)]) == 2
    assert "refused: a .keras file must end as a zip archive ends" in capsys.readouterr().out
    assert cli.main(["inspect", "no.keras"]) == 2
    assert "path must be a .keras file" in capsys.readouterr().err
