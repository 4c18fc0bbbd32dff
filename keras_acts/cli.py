"""The command line: parses, calls, and turns exceptions into exit statuses."""

import argparse
import signal
import sys
from enum import IntEnum
from pathlib import Path

from keras_acts.layers import ACTIVATIONS


class Status(IntEnum):
    """Exit statuses; a defect of ours ends with a traceback and Python's own 1."""

    DONE = 0
    BAD_INPUT = 2
    IN_USE = 3
    DISK = 4
    SOME_FAILED = 5
    STOPPED = 128
    """Plus the number of the signal."""


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; the exit status is the one of section `exit status` in `--help`."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except ValueError as error:
        return _complain(Status.BAD_INPUT, str(error))
    except KeyboardInterrupt:
        return Status.STOPPED + signal.SIGINT
    except BrokenPipeError:
        return Status.STOPPED + signal.SIGPIPE
    except OSError as error:
        text = (
            f"files must be writable on a disk with room; received: {error}. "
            "Mend that and give the same command again: finished trials are kept."
        )
        return _complain(Status.DISK, text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="keras-acts",
        description="Choose an activation, an initializer and a normalisation by measuring them.",
        epilog="Exit status: 0 done, 1 a defect of keras-acts, 2 bad input, 3 directory in use, "
        "4 disk, 5 done but some trials failed, 130, 141 or 143 stopped by a signal.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    sweep = commands.add_parser("sweep", help="run a sweep file, or go on with it")
    sweep.add_argument("file", type=Path, help="a TOML file; see sweeps/ for examples")
    sweep.add_argument("--out", type=Path, help="directory of the run (default: runs/NAME)")
    sweep.add_argument("--quick", action="store_true", help="first seed, one epoch, few samples")
    sweep.add_argument("--threads", type=int, default=0, help="threads a trial (default: all)")
    sweep.set_defaults(run=_sweep)

    report = commands.add_parser("report", help="write the report of a run again from its rows")
    report.add_argument("directory", type=Path)
    report.set_defaults(run=_report)

    listing = commands.add_parser("list", help="what there is to choose from")
    listing.add_argument("kind", nargs="?", help="one kind only, such as activations")
    listing.add_argument("--markdown", action="store_true", help="as the tables of the README")
    listing.set_defaults(run=_list)

    plot = commands.add_parser("plot", help="draw activations and their derivatives")
    plot.add_argument("names", nargs="+", metavar="NAME", help=", ".join([*ACTIVATIONS, "softmax"]))
    plot.add_argument("--out", type=Path, default=Path("activations.png"), help="a .png or .svg")
    plot.set_defaults(run=_plot)

    swap = commands.add_parser("swap", help="put another activation into a saved model")
    swap.add_argument("file", type=Path, metavar="IN.keras")
    swap.add_argument(
        "activation", metavar="ACTIVATION", help="one of `keras-acts list activations`"
    )
    swap.add_argument("--out", type=Path, metavar="OUT.keras", help="where the new model goes")
    swap.add_argument("--where", metavar="PATTERN", help="layers, paths or an activation to take")
    swap.add_argument("--seed", type=int, default=0, help="of random activations (default: 0)")
    swap.add_argument("--dry-run", action="store_true", help="print the certificate, write nothing")
    swap.set_defaults(run=_swap)

    look = commands.add_parser("inspect", help="what a .keras file holds, without loading it")
    look.add_argument("file", type=Path)
    look.set_defaults(run=_inspect)
    return parser


def _sweep(options) -> int:
    from keras_acts import data
    from keras_acts.results import Unreadable
    from keras_acts.tuning import directory, signals, threads
    from keras_acts.tuning.read import BadSweep, name_of, read

    out = options.out or Path("runs") / (name_of(options.file) + "-quick" * options.quick)
    if options.threads < 0:
        raise ValueError(f"--threads must be at least 1; received --threads {options.threads}.")
    if out.exists() and not out.is_dir():
        raise ValueError(f"--out must be a directory; received --out {out}, which is a file.")
    begun = directory.threads(out)
    if begun and options.threads not in (0, begun):
        raise ValueError(
            f"--threads must be {begun} in {out}, as its first trial had them: another number "
            f"changes results; received --threads {options.threads}. Leave it out."
        )
    threads.use(begun or options.threads or threads.available())
    spec = read(options.file)
    spec = spec.shrunk() if options.quick else spec
    data.load(spec.data)

    from keras_acts.tuning.sweep import sweep

    try:
        statuses = sweep(spec, options.file, out, say=_say)
    except directory.DirectoryInUse as error:
        return _complain(Status.IN_USE, str(error))
    except signals.Stopped as stopped:
        text = f"{stopped}; the same command goes on from here"
        return _complain(Status.STOPPED + stopped.number, text)
    except (BadSweep, Unreadable):
        raise
    except ValueError as error:
        raise RuntimeError("a defect of keras-acts; finished trials are kept") from error
    _report(argparse.Namespace(directory=out))
    return Status.SOME_FAILED if statuses["failed"] else Status.DONE


def _report(options) -> int:
    from keras_acts.report.page import write

    print(f"report: {write(options.directory)}")
    return Status.DONE


def _list(options) -> int:
    from keras_acts import catalog

    print(catalog.text(options.kind, options.markdown))
    return Status.DONE


def _plot(options) -> int:
    from keras_acts import gallery

    print(f"plot: {gallery.draw(options.names, options.out)}")
    return Status.DONE


def _swap(options) -> int:
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


def _inspect(options) -> int:
    from keras_acts.saving import inspect

    report = inspect(options.file)
    print(report)
    return Status.BAD_INPUT if report.reasons else Status.DONE


def _complain(status: int, text: str) -> int:
    print(f"keras-acts: {text}", file=sys.stderr)
    return status


def _say(line: str) -> None:
    print(line, flush=True)
