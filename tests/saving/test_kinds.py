"""Files that are no `.keras` file are refused, and named as what they are."""

import os

import pytest

import keras_acts
from keras_acts.saving import Refused
from tests.saving.files import archive

KINDS = {
    "it.h5": (b"\x89HDF\r\n\x1a\n", "it is an HDF5 file, Keras's older format"),
    "it.hdf5": (b"hello", "it is Keras's older HDF5 format"),
    "hidden.keras": (b"\x89HDF\r\n\x1a\n", "it is an HDF5 file, Keras's older format"),
    "it.pkl": (b"\x80\x04.", "it is a pickle, which runs code when it is read"),
    "other.keras": (b"\x80\x05.", "it is a pickle, which runs code when it is read"),
    "it.pt": (b"PK\3\4", "it is a PyTorch file, which is a pickle"),
    "it.npz": (b"PK\3\4", "it is NumPy arrays"),
    "it.zip": (archive({}), "its name must end in .keras; it ends in '.zip'"),
}


@pytest.mark.parametrize("name", KINDS)
def test_other_formats_are_named(name, tmp_path):
    content, says = KINDS[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Refused) as caught:
        keras_acts.load_model(tmp_path / name)
    assert says in str(caught.value)


def test_directories_pipes_and_missing_files_are_named(tmp_path):
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "saved_model.pb").write_bytes(b"")
    os.mkfifo(tmp_path / "pipe.keras")
    says = {
        "saved": "a SavedModel directory",
        "pipe.keras": "a device, a pipe",
        "x": "No such file",
    }
    for name, sentence in says.items():
        with pytest.raises(Refused, match=sentence):
            keras_acts.load_model(tmp_path / name)
