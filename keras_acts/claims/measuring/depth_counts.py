"""Counting the nets that converge among the cells of the depth sweeps."""

from collections.abc import Mapping, Sequence


def chosen(found: Sequence[Mapping], **wanted: object) -> list[str]:
    """The outcomes of all seeds of the cells that have these values, or one of those listed."""
    return [
        one
        for cell in found
        if all(
            cell[key] in value if isinstance(value, tuple) else cell[key] == value
            for key, value in wanted.items()
        )
        for one in cell["outcomes"]
    ]


def share(outcomes: Sequence[str]) -> float:
    """The share that converges; NaN of none."""
    return outcomes.count("converges") / len(outcomes) if outcomes else float("nan")


def counted(outcomes: Sequence[str]) -> str:
    """`3 of 8`."""
    return f"{outcomes.count('converges')} of {len(outcomes)}"
