"""What the options of `keras-acts sweep` ask for, checked before anything heavy is imported."""

import argparse
from pathlib import Path


def workers(options: argparse.Namespace) -> int | None:
    """The number of workers that was asked for, 0 for `auto`; ValueError beside another engine."""
    text, ray = options.workers, ("address", "cpus_per_trial", "gpus_per_trial")
    given = [name for name in ray if getattr(options, name) is not None]
    if (given and not options.engine) or (options.engine and (text or options.threads)):
        raise ValueError(
            "--address, --cpus-per-trial and --gpus-per-trial must come with --engine ray, "
            "--workers and --threads without it; received both or neither. Give one of them."
        )
    if text is None or text == "auto":
        return None if text is None else 0
    if not text.isdecimal() or int(text) < 1:
        raise ValueError(
            f"--workers must be a number from 1 on or auto; received {text!r}. Give another."
        )
    return int(text)


def threads(options: argparse.Namespace) -> int:
    """The number of threads that was asked for, 0 for as many as suit."""
    if options.threads < 0:
        raise ValueError(
            f"--threads must be at least 1; received --threads {options.threads}. Give another."
        )
    return options.threads


def check_begun(out: Path, threads: int, begun: int | None) -> None:
    """ValueError if other threads are asked for than the first trial in `out` had."""
    if begun and threads not in (0, begun):
        raise ValueError(
            f"--threads must be {begun} in {out}, as its first trial had them: another number "
            f"changes results; received --threads {threads}. Leave it out."
        )


def check_out(out: Path) -> None:
    """ValueError if `out` cannot be the directory of a run."""
    if out.exists() and not out.is_dir():
        raise ValueError(
            f"--out must be a directory; received --out {out}, which is a file. Give another."
        )
    try:
        str(out.absolute()).encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError(
            "--out must be a path in UTF-8, since TensorFlow can use no other; received "
            f"--out {str(out)!r}. Give another."
        ) from None
