"""Where `keras-acts swap` may write."""

from pathlib import Path


def check_out(source: Path, out: Path | None, dry_run: bool) -> None:
    """Raises ValueError unless `out` is another `.keras` file than `source`, in a directory."""
    if dry_run:
        return
    if out is None:
        raise ValueError("swap: --out must name the new model; received none. Or give --dry-run.")
    if out.suffix != ".keras" or not out.resolve().parent.is_dir() or out.is_dir():
        raise ValueError(
            f"swap: --out must be a .keras file in a directory that exists; received --out {out}."
        )
    if out.exists() and source.exists() and out.samefile(source):
        raise ValueError(
            "swap: --out must be another file than the model that is read; "
            f"received --out {out}. Choose another name."
        )
