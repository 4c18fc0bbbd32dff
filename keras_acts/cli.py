"""The command line: parses, calls, and turns exceptions into exit statuses."""

import argparse
import signal
import sys
from pathlib import Path

from keras_acts.layers import ACTIVATIONS

DONE, DEFECT, BAD_INPUT, IN_USE, DISK, SOME_FAILED, INTERRUPTED, TERMINATED = (
    0,
    1,
    2,
    3,
    4,
    5,
    130,
    143,
)


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; the exit status is the one of section `exit status` in `--help`."""
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _terminate)
    try:
        return options.run(options)
    except ValueError as error:
        print(f"keras-acts: {error}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print("keras-acts: stopped; the same command goes on from here", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="keras-acts",
        description="Choose an activation, an initializer and a normalisation by measuring them.",
        epilog="Exit status: 0 done, 1 a defect of keras-acts, 2 bad input, 3 directory in use, "
        "4 disk, 5 done but some trials failed, 130 or 143 stopped by a signal.",
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
    return parser


def _sweep(options) -> int:
    from keras_acts.tuning import directory, threads
    from keras_acts.tuning.read import name_of, read

    out = options.out or Path("runs") / (name_of(options.file) + "-quick" * options.quick)
    if options.threads < 0:
        raise ValueError(f"--threads must be at least 1; received --threads {options.threads}.")
    threads.use(directory.threads(out) or options.threads or threads.available())
    spec = read(options.file)
    spec = spec.shrunk() if options.quick else spec

    from keras_acts.tuning.sweep import sweep

    try:
        statuses = sweep(spec, options.file, out, say=_say)
    except directory.DirectoryInUse as error:
        print(f"keras-acts: {error}", file=sys.stderr)
        return IN_USE
    except OSError as error:
        print(
            f"keras-acts: the disk did not take it: {error}. Finished trials are kept; make "
            "room and give the same command.",
            file=sys.stderr,
        )
        return DISK
    _report(argparse.Namespace(directory=out))
    return SOME_FAILED if statuses["failed"] else DONE


def _report(options) -> int:
    from keras_acts.report.page import write

    print(f"report: {write(options.directory)}")
    return DONE


def _list(options) -> int:
    from keras_acts import catalog

    print(catalog.text(options.kind, options.markdown))
    return DONE


def _plot(options) -> int:
    from keras_acts import gallery

    print(f"plot: {gallery.draw(options.names, options.out)}")
    return DONE


def _say(line: str) -> None:
    print(line, flush=True)


def _terminate(signum, frame):
    raise SystemExit(TERMINATED)
