"""Scalars for TensorBoard, whose package is imported only where they are asked for."""

from collections.abc import Callable
from pathlib import Path


def writer(log_dir: str | Path) -> Callable[[str, float, int], None]:
    """write(tag, value, step) into a new event file in `log_dir`."""
    try:
        from tensorboard.summary import Writer
    except ImportError as error:
        raise ImportError(
            "log_dir needs the package tensorboard, which TensorFlow no longer brings; received "
            f"log_dir={str(log_dir)!r}. pip install 'keras-acts[tensorboard]', or leave it out."
        ) from error
    file = Writer(str(log_dir))

    def write(tag, value, step):
        file.add_scalar(tag, value, step)
        file.flush()

    return write
