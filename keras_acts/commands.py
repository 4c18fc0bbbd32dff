"""The commands: each takes the parsed options and gives the exit status."""

import argparse
import sys
from enum import IntEnum
from pathlib import Path

from keras_acts import quiet
from keras_acts.tuning import asked, forks


class Status(IntEnum):
    """Exit statuses; a defect of ours ends with a traceback and Python's own 1."""

    DONE = 0
    DIFFERENT = 1
    """Of `verify` and `compare`, as of diff."""
    BAD_INPUT = 2
    IN_USE = 3
    DISK = 4
    SOME_FAILED = 5
    STOPPED = 128
    """Plus the number of the signal."""


def sweep(options) -> int:
    workers, cores = asked.workers(options), asked.threads(options)
    if workers not in (None, 1):
        quiet.hush()
        forks.begun()
    _import()
    from keras_acts import data, files
    from keras_acts.results import Unreadable
    from keras_acts.tuning import budget, chosen, directory, lock, signals, watching
    from keras_acts.tuning.read import BadSweep, name_of, read

    limit = budget.given(options.budget)
    out = options.out or Path("runs") / (name_of(options.file) + "-quick" * options.quick)
    asked.check_out(out)
    asked.check_begun(out, cores, directory.threads(out))
    start = chosen.kept(out, workers, cores) if not options.engine else None
    if options.engine:
        start = chosen.on_ray(out, options.address, options.cpus_per_trial, options.gpus_per_trial)
    spec = read(options.file)
    spec = spec.shrunk() if options.quick else spec
    data.load(spec.data, spec.space is None)

    from keras_acts.tuning.sweep import sweep as run
    from keras_acts.tuning.trial import run as trial

    board = watching.board(out / "tensorboard") if options.tensorboard else None
    if options.force_unlock:
        lock.forget(out)
    try:
        if start is None:
            start = chosen.measured(spec, trial, _say)
        with files.naming(out), watching.watches(_say, board) as (say, watches):
            statuses = run(spec, options.file, out, say, None, start, watches, limit)
    except lock.DirectoryInUse as error:
        return complain(Status.IN_USE, str(error))
    except signals.Stopped as stopped:
        text = f"{stopped}; the same command goes on from here"
        return complain(Status.STOPPED + stopped.number, text)
    except (BadSweep, Unreadable):
        raise
    except ValueError as error:
        raise RuntimeError("a defect of keras-acts; finished trials are kept") from error
    report(argparse.Namespace(directory=out))
    return Status.SOME_FAILED if statuses["failed"] else Status.DONE


def status(options) -> int:
    from keras_acts.tuning import status

    print(status.text(options.directory))
    return Status.DONE


def report(options) -> int:
    if (options.directory / "record.json").exists():
        from keras_acts.claims import STUDIES, page

        path = page.write(STUDIES[page.read(options.directory)["study"]], options.directory)
    else:
        from keras_acts import files
        from keras_acts.report.page import write

        with files.naming(options.directory):
            path = write(options.directory).with_suffix(".html")
    print(f"report: {path}")
    return Status.DONE


def verify(options) -> int:
    _import()
    from keras_acts.tuning.verify import verify as again

    found = again(options.directory, options.trial, options.seed, _say)
    print(found.text)
    return Status.DIFFERENT if found.differs else Status.DONE


def compare(options) -> int:
    from keras_acts.report.compare import compare as beside

    found = beside(options.one, options.other)
    print(found.text)
    return Status.DONE if found.same else Status.DIFFERENT


def claims(options) -> int:
    _import()
    from keras_acts.claims import STUDIES, answered

    if options.asked is None:
        print(answered.text())
        return Status.DONE
    from keras_acts.claims.run import run

    every = options.asked == "all"
    for study in STUDIES.values() if every else [answered.study_of(options.asked)]:
        path = run(study, options.out, _say)
        print(path.read_text(encoding="utf-8").split("![")[0].strip())
        print(f"report: {path}", flush=True)
    return Status.DONE


def list(options) -> int:
    _import()
    from keras_acts import catalog

    print(catalog.text(options.kind, options.markdown))
    return Status.DONE


def plot(options) -> int:
    _import()
    from keras_acts import gallery

    print(f"plot: {gallery.draw(options.names, options.out)}")
    return Status.DONE


def swap(options) -> int:
    _import()
    from keras_acts.layers import ACTIVATIONS
    from keras_acts.saving import load_model
    from keras_acts.surgery import files, swap

    ACTIVATIONS.arm(options.activation)
    files.check_out(options.file, options.out, options.dry_run)
    old = load_model(options.file, compile=True)
    model, certificate = swap(old, options.activation, options.where, seed=options.seed)
    print(certificate)
    if not options.dry_run:
        model.save(options.out)
        print(f"model: {options.out}")
    return Status.DONE


def doctor(options) -> int:
    _import()
    from keras_acts.prognosis import command

    command.run(options.file, options.data, options.tried, options.seed, _say)
    return Status.DONE


def inspect(options) -> int:
    _import()
    from keras_acts.saving import inspect

    report = inspect(options.file)
    print(report)
    return Status.BAD_INPUT if report.reasons else Status.DONE


def _import() -> None:
    """Imports Keras, with all that loads by its name, and none of TensorFlow's messages."""
    quiet.hush()
    with quiet.held_back():
        import keras_acts.layers
        import keras_acts.saving  # noqa: F401 (for what it registers)


def complain(status: int, text: str) -> int:
    print(f"keras-acts: {text}", file=sys.stderr)
    return status


def _say(line: str) -> None:
    print(line, flush=True)
