"""Data sets: what they hold, how they are divided, and what is refused."""

import sys

import numpy as np
import pytest

from keras_acts import data, named
from keras_acts.arrays import Arrays
from keras_acts.given import arranged
from keras_acts.split import split

GOOD = {
    "x_train": np.arange(40.0).reshape(10, 4),
    "y_train": np.arange(10) % 2,
    "x_test": np.ones((4, 4)),
    "y_test": np.array([0, 1, 0, 1]),
}


def saved(folder, **changes):
    path = folder / "it.npz"
    np.savez(path, **{**GOOD, **changes})
    return str(path)


def test_digits_need_no_network():
    arrays = data.load("digits")
    assert arrays.x_train.shape == (1437, 8, 8, 1)
    assert arrays.x_test.shape == (360, 8, 8, 1)
    assert arrays.classes == 10
    assert np.bincount(arrays.y_test).min() > 25


def test_npz_and_function_of_the_user(tmp_path, monkeypatch):
    arrays = data.load(saved(tmp_path))
    assert arrays.classes == 2
    (tmp_path / "my_own_data.py").write_text(
        "import numpy as np\n"
        "def load():\n"
        "    x, y = np.random.default_rng(0).normal(size=(20, 3)), np.arange(20) % 2\n"
        "    return (x, y), (x[:4], y[:4])\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    assert data.load("my_own_data:load").x_train.shape == (20, 3)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"y_train": np.zeros(10, int)}, "y_train must hold at least two classes"),
        ({"y_train": np.arange(9)}, "must be equally long; 10 and 9"),
        ({"y_test": np.array([0, 1, 0, 7])}, r"y_test must lie in 0\.\.1; 0\.\.7"),
        ({"y_train": GOOD["y_train"] - 1}, r"y_train must lie in 0\.\.0; -1\.\.0"),
        ({"y_train": GOOD["y_train"] * 1.0}, "y_test must hold integer labels as y_train does, or"),
        ({"y_train": GOOD["y_train"] * 1j}, "must hold integer labels or numbers; complex128"),
        ({"y_train": np.full(10, np.nan), "y_test": np.ones(4)}, "y_train must hold finite"),
        ({"y_train": np.ones(10), "y_test": np.ones(4)}, "at least two different values"),
        ({"x_train": GOOD["x_train"] * np.nan}, "x_train must hold finite numbers"),
        ({"x_test": np.ones((4, 5))}, r"shapes must agree; \(4,\) and \(5,\)"),
        ({"x_test": np.ones((0, 4)), "y_test": np.ones(0, int)}, "equally long; 0 and 0"),
    ],
)
def test_data_that_cannot_be_trained_on_is_refused(changes, reason, tmp_path):
    with pytest.raises(ValueError, match=reason):
        data.load(saved(tmp_path, **changes))


def test_a_file_without_an_array_is_refused(tmp_path):
    np.savez(tmp_path / "it.npz", x_train=[1])
    with pytest.raises(ValueError, match="must hold x_train, y_train, x_test, y_test"):
        data.load(str(tmp_path / "it.npz"))


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut off"])
def test_a_file_that_is_no_archive_is_refused(content, tmp_path):
    (tmp_path / "it.npz").write_bytes(content)
    with pytest.raises(ValueError, match=r"it\.npz must be an \.npz file of plain arrays"):
        data.load(str(tmp_path / "it.npz"))


def test_a_number_is_no_array_of_samples(tmp_path):
    with pytest.raises(ValueError, match="x_test must be arrays of samples"):
        data.load(saved(tmp_path, x_test=1.0))


@pytest.mark.parametrize("body", ["1 / 0", "return 1, 2, 3", "raise KeyError('x')"])
def test_a_function_that_gives_no_data_is_refused(body, tmp_path, monkeypatch):
    name = f"broken_{abs(hash(body))}"
    (tmp_path / f"{name}.py").write_text(f"def load():\n    {body}\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    with pytest.raises(ValueError, match="must name a function that returns"):
        data.load(f"{name}:load")


def test_nothing_pickled_is_read(tmp_path):
    with pytest.raises(ValueError, match="allow_pickle=False"):
        data.load(saved(tmp_path, x_train=np.array([{}] * 10, object)))


@pytest.mark.parametrize("source", ["imagenet", "no_such_module:load", "os:nothing_like_it"])
def test_unknown_sources_are_refused(source):
    with pytest.raises(ValueError, match="data"):
        data.load(source)


def test_a_missing_download_says_what_to_put_where(tmp_path, monkeypatch):
    def offline():
        raise OSError("no network")

    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setattr("keras.datasets.cifar10.load_data", offline)
    with pytest.raises(ValueError, match=r"Put cifar10\.npz there .* 'digits'"):
        data.load.__wrapped__("cifar10")


def test_a_download_is_packed_once(tmp_path, monkeypatch):
    train = np.ones((10, 2, 2, 3), "uint8"), np.arange(10)[:, None] % 2
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setattr("keras.datasets.cifar10.load_data", lambda: (train, train))
    first = data.load.__wrapped__("cifar10")
    monkeypatch.setattr("keras.datasets.cifar10.load_data", None)
    assert data.load.__wrapped__("cifar10").sha256 == first.sha256
    assert [path.name for path in (tmp_path / "datasets").iterdir()] == ["cifar10.npz"]


REAL = {
    "mnist": (60_000, (28, 28, 1)),
    "cifar10": (50_000, (32, 32, 3)),
}


@pytest.mark.parametrize("name", REAL)
def test_real_data(name):
    if not (data.folder() / f"{name}.npz").exists():
        pytest.skip(f"{name}.npz is not in the data folder")
    arrays = data.load(name)
    samples, shape = REAL[name]
    assert arrays.x_train.shape == (samples, *shape)
    assert arrays.x_test.shape == (10_000, *shape)
    if name == "cifar10":
        expected = "80387ddb9a0edf3fc4a964ee3770296169bb26a651050df20035579673099660"
        raw = data.npz(data.folder() / "cifar10.npz")
        stored = Arrays(**{key: raw[key].astype("uint8") for key in data.ARRAYS})
        assert stored.sha256 == expected


def given(function, monkeypatch):
    """The data that a function of a module gives."""
    monkeypatch.setitem(named.GIVEN, "given:it", arranged(function))
    return data.load.__wrapped__("given:it", False)


X, Y = np.arange(60.0).reshape(20, 3), np.linspace(-1, 1, 20)


def test_forms_of_data(monkeypatch):
    alone = given((X, Y), monkeypatch)
    assert (alone.x_test, alone.x_val, alone.labels, alone.classes) == (None, None, False, 1)
    two = given(((X, Y), (X[:5], Y[:5])), monkeypatch)
    assert len(two.x_test) == 5
    three = given({"train": (X, Y), "validation": (X[:5], Y[:5])}, monkeypatch)
    assert len(three.y_val) == 5
    parts = split(three, 0, samples=8)
    np.testing.assert_array_equal(parts.y_val, Y[:5].astype("float32"))
    assert len(parts.y_train) == 8


def test_several_inputs_and_outputs_are_divided_together(monkeypatch):
    many = given(({"a": X, "b": X[:, 0]}, {"c": Y, "d": X[:, :2]}), monkeypatch)
    parts = split(many, 3)
    np.testing.assert_array_equal(parts.x_train["a"][:, 0], parts.x_train["b"])
    np.testing.assert_array_equal(parts.y_val["d"], parts.x_val["a"][:, :2])
    assert (len(parts.y_train["c"]), len(parts.y_val["c"])) == (16, 4)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (({"a": X, "b": X[:4]}, Y), "equally long; 20 and 4 and 20"),
        ((X[:1], Y[:1]), "at least two different values"),
        ((X, np.arange(20) - 5), "give them as floats"),
        (((X, Y), (X[:, :2], Y)), r"shapes must agree; \(3,\) and \(2,\)"),
    ],
)
def test_wrong_numbers_are_refused(wrong, reason, monkeypatch):
    with pytest.raises(ValueError, match=reason):
        given(wrong, monkeypatch)
