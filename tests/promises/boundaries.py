"""Every moment of a write at which a process can die or a disk can refuse, made to call back."""

import os
from collections.abc import Callable
from pathlib import Path

from keras_acts import files

MOMENTS = ("before", "half", "unsynced", "synced", "replaced")
"""Before the temporary file is there, after half of it, before and after fsync, after replace."""
WRITES = (
    "sweep.toml",
    "provenance.json",
    "first row",
    "last row",
    "selection.json",
    "chosen",
    "tested",
    "csv",
)
"""What a sweep of one winner writes, in this order; `best.json` is written twice."""


class Halved:
    """A file that is written in two halves, with a call back between them."""

    def __init__(self, file, half: Callable[[], None]):
        self.file, self.half = file, half

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        self.file.close()

    def __getattr__(self, name):
        return getattr(self.file, name)

    def write(self, content):
        middle = len(content) // 2
        self.file.write(content[:middle])
        self.file.flush()
        self.half()
        self.file.write(content[middle:])


class Boundaries:
    """Calls `do` at the `moment` of one of the writes; `passed` are all moments up to then."""

    def __init__(self, monkeypatch, write: str, moment: str, do: Callable[[], None]):
        self.wanted, self.do = (write, moment), do
        self.passed: list[tuple[str, str]] = []
        self.trials = 0
        self.write = ""
        replace, fsync = os.replace, os.fsync
        monkeypatch.setattr(files, "open", self.open, raising=False)
        monkeypatch.setattr(os, "fsync", lambda number: self.around(fsync, number))
        monkeypatch.setattr(os, "replace", lambda *paths: self.after(replace, *paths))

    def open(self, path, mode):
        self.write = self.name(Path(path).name)
        self.at("before")
        return Halved(open(path, mode), lambda: self.at("half"))

    def name(self, name):
        if "@" in name:
            self.trials += 1
            return {1: "first row", 4: "last row"}.get(self.trials, "row")
        if "best.json" in name:
            return "tested" if ("chosen", "before") in self.passed else "chosen"
        if "results.csv" in name:
            return "csv"
        return name[1:].rpartition(".")[0]

    def around(self, fsync, number):
        self.at("unsynced")
        fsync(number)
        self.at("synced")

    def after(self, replace, *paths):
        replace(*paths)
        self.at("replaced")

    def at(self, moment):
        self.passed.append((self.write, moment))
        if (self.write, moment) == self.wanted:
            self.do()
