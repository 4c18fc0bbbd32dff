"""docs/report.md speaks of the parts that a report has, and of no others."""

import re

from docs.tables import ROOT

PAGE = (ROOT / "docs" / "report.md").read_text(encoding="utf-8")
WRITTEN = (ROOT / "reports" / "quickstart" / "report.html").read_text(encoding="utf-8")
OTHERS = {"The answer", "Confirmed"}
"""The head has the sweep's name; quickstart has no second stage."""


def test_every_part_is_explained():
    titles = {title.split(" against ")[0] for title in re.findall(r"<h2[^>]*>([^<]+)", WRITTEN)}
    explained = {*re.findall(r"^### (.+)$", PAGE, re.MULTILINE)}
    assert explained - OTHERS == titles


def test_every_verdict_is_explained():
    for word in ("better", "worse", "equivalent", "cannot tell yet", "cannot tell yet (screening)"):
        assert f"**{word}**" in PAGE
