"""The report of a run: report.md with its figures, and report.html, from the rows alone."""

from pathlib import Path

from keras_acts import results
from keras_acts.report import run as runs
from keras_acts.report import sections
from keras_acts.report.html.contents import of_page
from keras_acts.report.html.page import html
from keras_acts.report.markdown import markdown
from keras_acts.report.parts import Picture


def write(folder: Path) -> Path:
    """Writes report.md, figures/ and report.html into `folder`; returns the path of report.md."""
    run = runs.read(folder)
    page = sections.of_file(run)
    for section in page:
        for part in section.parts:
            if isinstance(part, Picture):
                part.draw(run, folder / "figures" / f"{part.name}.png")
    path = folder / "report.md"
    results.write_text(path, markdown(page))
    results.write_text(path.with_suffix(".html"), html(of_page(run)))
    return path
