"""The figures: a function that computes plain numbers, and one that draws them, for each."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from keras_acts.report.ink import (
    Palette,
    axes_grid,
    frameless,
    save,
    scaled_axis,
    scaled_colours,
    whole_numbers,
    written,
)
from keras_acts.report.measure import label, shown
from keras_acts.report.run import Run
from keras_acts.report.tables import untried


class Dots(NamedTuple):
    """One activation: its best combination seed by seed, and all its other trials."""

    activation: str
    label: str
    best: tuple[float, ...]
    others: tuple[float, ...]
    lost: int


def accuracy_data(run: Run) -> list[Dots]:
    """The dots of every activation, in the order of the sweep file."""
    lines = []
    for name in run.axes["activation"]:
        rows = [row for row in run.rows if row["activation"] == name]
        best = run.best_of(name)
        own = best.rows if best else ()
        value = run.objective.value
        ended = [value(row) for row in rows if row not in own]
        others = tuple(one for one in ended if one is not None)
        lost = sum(row["status"] in ("diverged", "failed") for row in rows)
        label = best.company if best else untried(run, name)
        values = tuple(best.values.values()) if best else ()
        lines.append(Dots(name, label, values, others, lost))
    return lines


def draw_accuracy(run: Run, path: Path) -> None:
    """Every trial as a dot: the best combination of an activation filled, the others faint."""
    data, palette = accuracy_data(run), Palette(run)
    figure, axis = axes_grid(1, width=8, height=1.3 + 0.46 * len(data))
    for y, dots in enumerate(data):
        colour = palette[dots.activation]
        axis.scatter(dots.others, [y] * len(dots.others), s=14, color=colour, alpha=0.25, lw=0)
        axis.scatter(dots.best, [y] * len(dots.best), s=42, color=colour, ec="white", lw=0.7)
        if dots.best:
            mean = sum(dots.best) / len(dots.best)
            axis.plot([mean, mean], [y - 0.3, y + 0.3], color=colour, lw=2)
        lost = f"   {dots.lost} diverged or failed" if dots.lost else ""
        axis.annotate(
            written(dots.label, 60) + lost,
            (1, y),
            (12, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            va="center",
            fontsize=8,
            color="#555555",
        )
    axis.set_yticks(range(len(data)), [written(dots.activation, 30) for dots in data])
    axis.set_ylim(len(data) - 0.5, -0.5)
    values = [value for dots in data for value in dots.best + dots.others]
    scaled_axis(run.objective, axis.xaxis, values)
    axis.set_xlabel(
        f"{label(run.objective, 'spaced by the logarithm of the error')}\n"
        "filled: the best combination, a dot a seed"
    )
    axis.grid(axis="x", color="#e6e6e6")
    frameless(axis)
    save(figure, path)


class Heat(NamedTuple):
    """The mean accuracies for one BatchNorm setting: a list of rows, one for each activation."""

    batch_norm: str
    means: list[list[float | None]]
    texts: list[list[str]]


def heat_data(run: Run) -> list[Heat]:
    """A map of activation x initializer for each BatchNorm setting."""
    maps = []
    for place in run.axes["batch_norm"]:
        found = [
            [run.combinations.get((a, i, place)) for i in run.axes["initializer"]]
            for a in run.axes["activation"]
        ]
        means = [[c.mean if c else None for c in line] for line in found]
        maps.append(Heat(place, means, [[_text(c) for c in line] for line in found]))
    return maps


def _text(combination) -> str:
    if combination is None:
        return ""
    if combination.count("skipped"):
        return "skipped"
    lost = combination.count("diverged") + combination.count("failed")
    mean = shown(combination.objective, combination.mean) if combination.values else "none"
    return f"{mean}\n{lost} of {len(combination.rows)} lost" if lost else mean


def draw_heat(run: Run, path: Path) -> None:
    """Mean of the objective by activation and initializer, a panel for each BatchNorm setting."""
    data = heat_data(run)
    rows = [written(name, 30) for name in run.axes["activation"]]
    columns = [written(run.short("initializer", one), 30) for one in run.axes["initializer"]]
    means = [mean for heat in data for line in heat.means for mean in line if mean is not None]
    colours = scaled_colours(run.objective, means)
    wide = max(2.2, 1.05 * len(columns))
    figure, axes = axes_grid(len(data), width=1.6 + wide * len(data), height=1.6 + 0.42 * len(rows))
    for axis, heat in zip(axes if len(data) > 1 else [axes], data):
        numbers = [[float("nan") if m is None else m for m in line] for line in heat.means]
        axis.imshow(numbers, cmap="cividis", norm=colours, aspect="auto")
        axis.set_facecolor("#eeeeee")
        for y, line in enumerate(heat.texts):
            for x, text in enumerate(line):
                mean = heat.means[y][x]
                colour = "white" if mean is not None and colours(mean) < 0.5 else "#222222"
                axis.text(x, y, text, ha="center", va="center", fontsize=8, color=colour)
        turned = 20 if max(map(len, columns)) * len(columns) >= 30 else 0
        axis.set_xticks(range(len(columns)), columns, rotation=turned)
        axis.set_yticks(range(len(rows)), rows if axis is figure.axes[0] else [])
        axis.set_title(written(run.place(heat.batch_norm), 60), fontsize=10)
        frameless(axis)
    save(figure, path)


class Curves(NamedTuple):
    """The objective by epoch, a curve for each seed of the best combination."""

    activation: str
    label: str
    curves: tuple[tuple[float, ...], ...]


def curve_data(run: Run) -> list[Curves]:
    """The curves of every activation that trained."""
    found = [run.best_of(name) for name in run.axes["activation"]]
    history = f"history_{run.objective.name}"
    return [
        Curves(
            c.activation,
            c.company,
            tuple(tuple(r[history]) for r in c.rows if r["status"] == "ok" and history in r),
        )
        for c in found
        if c is not None
    ]


def draw_curves(run: Run, path: Path) -> None:
    """A panel for each activation, with the baseline in grey behind it."""
    data, palette = curve_data(run), Palette(run)
    values = [value for one in data for curve in one.curves for value in curve]
    base = next((c.curves for c in data if c.activation == run.plan["baseline"]), ())
    columns = min(4, max(1, len(data)))
    lines = -(-len(data) // columns) or 1
    figure, axes = axes_grid(len(data) or 1, width=2.6 * columns, height=0.5 + 2.2 * lines)
    for axis, one in zip(axes if len(data) > 1 else [axes], data):
        for curve in base:
            axis.plot(range(1, len(curve) + 1), curve, color="#cccccc", lw=1)
        for curve in one.curves:
            marker = "o" if len(curve) == 1 else None
            axis.plot(
                range(1, len(curve) + 1),
                curve,
                color=palette[one.activation],
                lw=1.4,
                marker=marker,
            )
        axis.set_title(f"{written(one.activation, 30)}\n{written(one.label, 60)}", fontsize=8)
        scaled_axis(run.objective, axis.yaxis, values)
        whole_numbers(axis.xaxis)
        axis.grid(color="#eeeeee")
        frameless(axis)
    figure.supxlabel(f"epoch; grey: {written(run.plan['baseline'])}", fontsize=9)
    figure.supylabel(label(run.objective, "by log error"), fontsize=9)
    save(figure, path)


FIGURES: dict[str, tuple[str, Callable[[Run, Path], None]]] = {
    "accuracy": ("Every trial, by activation", draw_accuracy),
    "heatmap": ("Means of the validation results by activation and initializer", draw_heat),
    "curves": ("Training curves of the best combination of each activation", draw_curves),
}
