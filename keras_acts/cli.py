"""The command line: parses, calls, and turns exceptions into exit statuses."""

import argparse
import atexit
import io
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from keras_acts import commands
from keras_acts.commands import Status, complain


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; the exit status is the one of section `exit status` in `--help`.

    Without arguments it runs the command of this process, and ends it.
    """
    status = _run(arguments)
    if arguments is None:
        _end(status)
    return status


def _end(status: int) -> NoReturn:
    """Ends this process without the seconds that TensorFlow takes to tidy up behind itself."""
    # What others registered for the end, as TensorBoard's writers do: only a private name runs it.
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


def _run(arguments: list[str] | None) -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that has no such letter is no reason to lose a sweep.
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except ValueError as error:
        return complain(Status.BAD_INPUT, str(error))
    except KeyboardInterrupt:
        return Status.STOPPED + signal.SIGINT
    except BrokenPipeError:
        # Else Python writes what is left when it ends, and complains.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Status.STOPPED + signal.SIGPIPE
    except OSError as error:
        text = (
            f"files must be writable on a disk with room; received: {error}. "
            "Mend that and give the same command again: finished trials are kept."
        )
        return complain(Status.DISK, text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="keras-acts",
        description="Choose an activation, an initializer and a normalisation by measuring them.",
        epilog="Exit status: 0 done, 1 a defect of keras-acts or, of verify and "
        "compare, different, 2 bad input, 3 directory in use, 4 disk, 5 done but some trials "
        "failed, 130, 141 or 143 stopped by a signal.",
    )
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")

    sweep = subparsers.add_parser("sweep", help="run a sweep file, or go on with it")
    sweep.add_argument("file", type=Path, help="a TOML file; see sweeps/ for examples")
    sweep.add_argument("--out", type=Path, help="directory of the run (default: runs/NAME)")
    sweep.add_argument("--quick", action="store_true", help="first seed, one epoch, few samples")
    sweep.add_argument(
        "--threads", type=int, default=0, help="threads a trial (default: all, or a worker's part)"
    )
    sweep.add_argument(
        "--tensorboard", action="store_true", help="write DIR/tensorboard, with HParams, as well"
    )
    sweep.add_argument(
        "--force-unlock", action="store_true", help="go on with what another host left"
    )
    workers = "processes that train, a number or auto (default: 1, or as at the first start)"
    sweep.add_argument("--workers", metavar="N", help=workers)
    sweep.add_argument("--engine", choices=("ray",), help="run trials as tasks of a Ray cluster")
    sweep.add_argument("--address", help="of the Ray cluster (default: one on this machine)")
    sweep.add_argument("--cpus-per-trial", type=int, metavar="N", help="with Ray (default: 1)")
    sweep.add_argument("--gpus-per-trial", type=float, metavar="N", help="with Ray (default: 0)")
    sweep.add_argument("--budget", metavar="45m", help="end in this time: the plan is cut to fit")
    sweep.set_defaults(run=commands.sweep)

    status = subparsers.add_parser("status", help="say how far a run is, and what failed")
    status.add_argument("directory", type=Path)
    status.set_defaults(run=commands.status)

    report = subparsers.add_parser("report", help="write the report of a run again from its rows")
    report.add_argument("directory", type=Path)
    report.set_defaults(run=commands.report)

    verify = subparsers.add_parser("verify", help="train a finished trial again, and compare")
    verify.add_argument("directory", type=Path)
    verify.add_argument("--trial", metavar="NAME", help="a file of trials/ (default: a random one)")
    verify.add_argument("--seed", type=int, help="of the choice (default: another each time)")
    verify.set_defaults(run=commands.verify)

    compare = subparsers.add_parser("compare", help="what two runs have in common, and what not")
    compare.add_argument("one", type=Path, metavar="DIR", help="a run, called a")
    compare.add_argument("other", type=Path, metavar="DIR", help="another, called b")
    compare.set_defaults(run=commands.compare)

    listing = subparsers.add_parser("list", help="what there is to choose from")
    listing.add_argument("kind", nargs="?", help="one kind only, such as activations")
    listing.add_argument("--markdown", action="store_true", help="as the tables of the README")
    listing.set_defaults(run=commands.list)

    plot = subparsers.add_parser("plot", help="draw activations and their derivatives")
    names = 'as `keras-acts list activations` says, or softmax; with options "elu(alpha=0.5)"'
    plot.add_argument("names", nargs="+", metavar="NAME", help=names)
    plot.add_argument("--out", type=Path, default=Path("activations.png"), help="a .png or .svg")
    plot.set_defaults(run=commands.plot)

    claims = subparsers.add_parser("claims", help="what the literature claims, and what came out")
    claims.add_argument("asked", nargs="?", metavar="NUMBER", help="run it: a number, a study, all")
    claims.add_argument(
        "--out", type=Path, default=Path("runs/claims"), help="where results go (runs/claims)"
    )
    claims.set_defaults(run=commands.claims)

    swap = subparsers.add_parser("swap", help="put another activation into a saved model")
    swap.add_argument("file", type=Path, metavar="IN.keras")
    swap.add_argument(
        "activation", metavar="ACTIVATION", help="one of `keras-acts list activations`"
    )
    swap.add_argument("--out", type=Path, metavar="OUT.keras", help="where the new model goes")
    swap.add_argument("--where", metavar="PATTERN", help="layers, paths or an activation to take")
    swap.add_argument("--seed", type=int, default=0, help="of random activations (default: 0)")
    swap.add_argument("--dry-run", action="store_true", help="print the certificate, write nothing")
    swap.set_defaults(run=commands.swap)

    doctor = subparsers.add_parser("doctor", help="say whether a saved model will train, and why")
    doctor.add_argument("file", type=Path, metavar="MODEL.keras")
    doctor.add_argument("--data", required=True, help="digits, mnist, cifar10 or an .npz file")
    doctor.add_argument(
        "--try", dest="tried", metavar="PAIRS", help="all, or such as relu,mpelu+msra: what would"
    )
    doctor.add_argument("--seed", type=int, default=0, help="of the new kernels (default: 0)")
    doctor.set_defaults(run=commands.doctor)

    look = subparsers.add_parser("inspect", help="what a .keras file holds, without loading it")
    look.add_argument("file", type=Path)
    look.set_defaults(run=commands.inspect)
    return parser
