"""Who may import whom, read from the source with `ast`."""

import ast
import shutil
import sys
from pathlib import Path

import keras_acts

PACKAGE = Path(keras_acts.__file__).parent
BELOW = ("table", "seeds", "layers", "initializers", "batch_norm")
MAY_IMPORT = {
    "quiet": (),
    "table": (),
    "seeds": (),
    "labels": (),
    "objective": (),
    "files": (),
    "results": ("files", "objective"),
    "selection": ("agree", "files", "results"),
    "agree": ("files", "objective", "results"),
    "costed": ("files", "results"),
    "origin": (),
    "named": (),
    "arrays": (),
    "batches": ("arrays",),
    "given": ("arrays",),
    "data": ("arrays", "batches", "given", "named"),
    "split": ("data", "arrays"),
    "layers": ("table",),
    "found": ("layers",),
    "undifferentiated": (),
    "gradients": ("undifferentiated",),
    "taps": ("found",),
    "costs": ("gradients", "undifferentiated"),
    "initializers": ("table", "layers", "seeds", "taps"),
    "diagnostics": ("table", "found", "taps", "gradients"),
    "batch_norm": ("table",),
    "saving": ("table", "layers"),
    "unit": BELOW,
    "models": (*BELOW, "unit"),
    "surgery": ("table", "layers", "seeds", "found"),
    "prognosis": (*BELOW, "data", "diagnostics", "saving", "surgery", "taps"),
    "multipliers": ("layers",),
    "gallery": ("table", "labels", "layers", "initializers", "gradients", "report"),
    "catalog": (*BELOW, "models", "data", "diagnostics", "tuning"),
    "tuning": (
        *BELOW,
        "unit",
        "models",
        "arrays",
        "batches",
        "named",
        "data",
        "split",
        "files",
        "results",
        "selection",
        "agree",
        "objective",
        "origin",
        "multipliers",
        "undifferentiated",
        "gradients",
        "costed",
        "costs",
        "diagnostics",
        "prognosis",
        "quiet",
    ),
    "report": ("results", "selection", "objective", "agree", "costed"),
    "claims": (
        *BELOW,
        "models",
        "data",
        "split",
        "results",
        "origin",
        "taps",
        "gradients",
        "diagnostics",
        "gallery",
        "labels",
        "report",
    ),
    "handed": ("named", "arrays", "batches", "given"),
    "swept": ("handed", "arrays", "batches", "data", "files", "objective", "tuning", "report"),
    "__init__": (
        *("quiet", "layers", "initializers", "saving", "surgery", "multipliers", "diagnostics"),
        "prognosis",
        "swept",
    ),
    "__main__": ("cli",),
    "cli": ("commands",),
    "commands": ("quiet", "tuning"),
}
"""What a part may import of ours when it is imported; `commands` imports the rest in functions."""
ONLY_IN = {
    "ray": {"tuning/cluster.py"},
    "keras_tuner": {"tuning/space.py", "tuning/oracle.py"},
    "tensorflow": {
        *("tuning/threads.py", "tuning/traced.py", "costs/steps.py"),
        *("layers/fused.py", "gradients.py", "undifferentiated.py"),
    },
    "sklearn": {"data.py"},
    "matplotlib": {"report/ink.py"},
    "rich": {"tuning/live.py"},
    "tensorboard": {"tuning/board.py", "diagnostics/board.py"},
    "jax": {"layers/fused.py", "gradients.py"},
    "torch": {"layers/fused.py", "gradients.py"},
}
"""Packages that are heavy, or that only one place may know from the inside."""


def imports(path):
    """(module imported, whether inside of a function) for every import in a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {
        child
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.Lambda))
        for child in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node in inside) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            package = node.module == "keras_acts"
            yield from ((name, node in inside) for name in (names if package else [node.module]))


def violations(package):
    """Each import that the tables do not allow, as `file imports module`."""
    found = []
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        part = name.split("/")[0].removesuffix(".py")
        for module, inside in imports(path):
            top, _, rest = module.partition(".")
            ours = rest.split(".")[0]
            allowed = (*MAY_IMPORT.get(part, ()), part, "get")
            forbidden = top == "keras_acts" and ours not in allowed
            forbidden = forbidden and not (part == "commands" and inside)
            if forbidden or (top in ONLY_IN and name not in ONLY_IN[top]):
                found.append(f"{name} imports {module}")
    return found


def test_imports_flow_one_way():
    assert violations(PACKAGE) == []


def test_every_part_has_a_line_in_the_table():
    parts = {path.name.removesuffix(".py") for path in PACKAGE.iterdir()}
    assert parts - {"__pycache__", "py.typed"} == set(MAY_IMPORT)


def test_planted_imports_are_found(tmp_path):
    package = tmp_path / "keras_acts"
    shutil.copytree(PACKAGE, package)
    with open(package / "layers" / "prelu.py", "a", encoding="utf-8") as file:
        file.write("from keras_acts.tuning.spec import Spec\nimport tensorflow as tf\n")
    with open(package / "report" / "run.py", "a", encoding="utf-8") as file:
        file.write("def f():\n    from keras_acts import layers\n")
    assert violations(package) == [
        "layers/prelu.py imports keras_acts.tuning.spec",
        "layers/prelu.py imports tensorflow",
        "report/run.py imports keras_acts.layers",
    ]


def test_results_needs_the_standard_library_only():
    names = ("results.py", "objective.py", "files.py", "selection.py", "agree.py", "tuning/lock.py")
    modules = {module for name in names for module, _ in imports(PACKAGE / name)}
    modules -= {f"keras_acts.{name}" for name in ("agree", "files", "objective", "results")}
    assert {module.split(".")[0] for module in modules} <= sys.stdlib_module_names


def test_no_file_runs_what_it_reads():
    """No pickle, no eval, and no import by a name, but for the function a user's sweep names."""
    banned = {"pickle", "marshal", "dill", "joblib", "importlib"}
    found = {
        (path.relative_to(PACKAGE).as_posix(), module)
        for path in PACKAGE.rglob("*.py")
        for module, _ in imports(path)
        if module.split(".")[0] in banned
    }
    assert found == {("named.py", "importlib"), ("origin.py", "importlib.metadata")}
    source = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    for words in ("eval(", "exec(", "allow_pickle=True", "safe_mode=False", "Lambda("):
        assert words not in source
