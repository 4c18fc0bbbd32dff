"""How many threads a trial computes with: the same bits need the same number."""

import os

import keras


def available() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_use() -> int:
    """The threads this process computes with."""
    if keras.backend.backend() != "tensorflow":
        return available()
    from tensorflow import config

    return config.threading.get_intra_op_parallelism_threads() or available()


def use(threads: int) -> None:
    """Lets TensorFlow compute with `threads` threads.

    Raises RuntimeError if it has begun to compute with another number, which it then keeps.
    """
    if keras.backend.backend() != "tensorflow":
        return
    from tensorflow import config

    try:
        config.threading.set_intra_op_parallelism_threads(threads)
        config.threading.set_inter_op_parallelism_threads(threads)
    except RuntimeError as error:
        if in_use() != threads:
            raise RuntimeError(
                f"trials must compute with {threads} threads, as the first of them did; "
                f"TensorFlow has begun with {in_use()}. Start a new process."
            ) from error
