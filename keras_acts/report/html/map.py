"""The interaction map: activation x initializer, a figure for each BatchNorm setting."""

from keras_acts.report.figures import Heat, heat_data
from keras_acts.report.html.svg import inline
from keras_acts.report.ink import DIM, cividis, panel, scaled_colours, written
from keras_acts.report.measure import heading
from keras_acts.report.parts import Lines, Panel
from keras_acts.report.run import Run

DARK, LIGHT = "#111111", "#ffffff"
"""On a cell, whose colour is the same on a light page and on a dark one."""


def panels(run: Run) -> tuple[Panel, ...]:
    """One for each BatchNorm setting, all with the same colours."""
    data = heat_data(run)
    means = [mean for heat in data for line in heat.means for mean in line if mean is not None]
    colours = scaled_colours(run.objective, means)
    return tuple(_panel(run, heat, colours, number) for number, heat in enumerate(data))


def _panel(run: Run, heat: Heat, colours, number: int) -> Panel:
    rows = [written(name, 14) for name in run.axes["activation"]]
    columns = [written(run.short("initializer", one), 14) for one in run.axes["initializer"]]
    figure, axis = panel(0.55 + 0.3 * len(rows), left=0.2 + 0.07 * max(map(len, rows)), bottom=0.35)
    _cells(axis, heat, colours, size=8 if len(columns) < 6 else 5)
    turned = len(columns) * max(map(len, columns)) > 32
    axis.set_xticks(range(len(columns)), columns, rotation=20 if turned else 0)
    axis.set_yticks(range(len(rows)), rows)
    axis.set(xlim=(-0.5, len(columns) - 0.5), ylim=(len(rows) - 0.5, -0.5))
    title = f"{run.place(heat.batch_norm) or 'All'}: mean {heading(run.objective)}"
    return Panel(title, inline(figure, f"map{number}", title), _numbers(run, heat))


def _cells(axis, heat: Heat, colours, size: int) -> None:
    for y, line in enumerate(heat.means):
        for x, mean in enumerate(line):
            text = heat.texts[y][x]
            if mean is not None:
                face = cividis(colours(mean))
                axis.bar(x, 0.94, 0.96, bottom=y - 0.47, color=face, lw=0)
            ink = DIM if mean is None else LIGHT if colours(mean) < 0.5 else DARK
            axis.text(x, y, text, ha="center", va="center", fontsize=size, color=ink)


def _numbers(run: Run, heat: Heat) -> Lines:
    lines = [["activation", *run.axes["initializer"]]]
    for name, texts in zip(run.axes["activation"], heat.texts):
        lines.append([name, *(text.replace("\n", ", ") or "–" for text in texts)])
    return lines
