"""What a file is when it is no `.keras` file, by its name and first bytes."""

from pathlib import Path

from keras_acts.saving.refused import Refused

BY_START = {
    b"\x89HDF\r\n\x1a\n": "an HDF5 file, Keras's older format of whole models or weights",
    b"\x80\x02": "a pickle, which runs code when it is read",
    b"\x80\x03": "a pickle, which runs code when it is read",
    b"\x80\x04": "a pickle, which runs code when it is read",
    b"\x80\x05": "a pickle, which runs code when it is read",
    b"\x93NUMPY": "a NumPy array",
    b"\x1f\x8b": "a gzip file",
}
BY_SUFFIX = {
    ".h5": "Keras's older HDF5 format, which safe mode did not cover for years",
    ".hdf5": "Keras's older HDF5 format, which safe mode did not cover for years",
    ".pkl": "a pickle, which runs code when it is read",
    ".pickle": "a pickle, which runs code when it is read",
    ".pt": "a PyTorch file, which is a pickle",
    ".pth": "a PyTorch file, which is a pickle",
    ".npz": "NumPy arrays",
}


def size(path: Path) -> int:
    """Bytes of the file; Refused where there is none."""
    try:
        return path.stat().st_size
    except (OSError, ValueError) as error:
        text = f"path must be a .keras file; received path={str(path)!r}: {error}."
        raise Refused(text) from None


def check(path: Path) -> None:
    """Refused, with what it is, for anything but a file named `.keras` that begins as a zip."""
    if path.is_dir():
        what = "a SavedModel directory" if (path / "saved_model.pb").exists() else "a directory"
        raise Refused(f"it must be a .keras file; it is {what}. Save with model.save('it.keras')")
    if not path.is_file():
        raise Refused("it must be a regular file; it is a device, a pipe or a socket")
    with open(path, "rb") as file:
        start = file.read(8)
    what = BY_SUFFIX.get(path.suffix.lower(), "")
    what = next((kind for magic, kind in BY_START.items() if start.startswith(magic)), what)
    if what:
        raise Refused(f"it must be a .keras file; it is {what}. Save with model.save('it.keras')")
    if path.suffix != ".keras":
        raise Refused(f"its name must end in .keras; it ends in {path.suffix!r}")
    if not start.startswith(b"PK\3\4"):
        have = "it is empty" if not start else f"it begins with {start!r}"
        raise Refused(f"it must be a valid .keras archive, a zip; {have} (truncated or damaged?)")
