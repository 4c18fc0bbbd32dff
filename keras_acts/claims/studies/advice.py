"""What to try in which order: the rectifiers over all tasks that the other studies trained."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.claims.measuring.arms import ENOUGH, arms, difference, mean, points
from keras_acts.claims.measuring.compare import effect
from keras_acts.report.ink import BASELINE, COLOURS, axes_grid, frameless, save
from keras_acts.report.markdown import table as markdown
from keras_acts.report.statistics import Interval
from keras_acts.results import Row

MARGIN = 0.01
NAMES = ("relu", "elu", "prelu", "mpelu")
STEPS = (("elu", "relu"), ("prelu", "elu"), ("mpelu", "elu"))
"""The order of the advice: each of these is tried after, so should be better than, the other."""


def _deep(row: Row) -> bool:
    kept = {"initializer": "taylor", "input_scale": 1.0, "learning_rate": 0.01}
    return all(row[key] == value for key, value in kept.items())


TASKS: dict[str, tuple[tuple[str, ...], Callable[[Row], bool]]] = {
    "NIN": (("nin",), lambda row: True),
    "convnet": (("convnet",), lambda row: not row["learned_decay"]),
    "15 layers, BatchNorm": (("slopes",), lambda row: True),
    "30 layers": (("depth", "depth_mpelu", "depth_seeds"), _deep),
}


def measure(rows: Mapping[str, list[Row]]) -> Record:
    """A record of arms a task, and of ReLU and ELU with BatchNorm and without."""
    tasks = {
        task: arms(
            [
                row
                for name in names
                for row in rows[name]
                if row["activation"] in NAMES and kept(row)
            ],
            lambda row: row["activation"],
            NAMES,
        )
        for task, (names, kept) in TASKS.items()
    }
    return {"tasks": tasks, "batch_norm": arms(rows["batch_norm"], _placed)}


def _placed(row):
    return f"{row['activation']}, {row['batch_norm'].partition('(')[0]}"


def answers(record: Record) -> dict[int, Answer]:
    """MPELU beside the best of the other three; each step of the advice in each task."""
    return {56: _general(record), 60: _advice(record)}


def beside_best(record: Record) -> dict[str, tuple[str, Interval]]:
    """By task: the best of ReLU, ELU and PReLU, and how far MPELU lies above it."""
    found = {}
    for task, own in record["tasks"].items():
        known = [name for name in NAMES[:3] if mean(own, name, "validation") >= 0]
        if known and mean(own, "mpelu", "validation") >= 0:
            best = max(known, key=lambda name: mean(own, name, "validation"))
            found[task] = best, difference(own, "mpelu", best, "validation")
    return found


def _general(record) -> Answer:
    found = beside_best(record)
    intervals = [apart for _, apart in found.values()]
    worst = min(intervals, key=lambda apart: apart.mean, default=Interval(0.0, 0.0, 0.0, 0))
    said = "; ".join(f"{task}: MPELU - {best} {points(d)}" for task, (best, d) in found.items())
    return Answer(
        verdict=_as_good(intervals),
        measured=said or "no task",
        because="The best of ReLU, ELU and PReLU is chosen after the fact, which favours it. "
        "Supported if MPELU is less than a point below it everywhere, refuted if it is below it "
        "for certain somewhere; nets are small and trained for a few epochs.",
        **effect(worst),
    )


def _as_good(intervals: Sequence[Interval]) -> str:
    if any(apart.high < 0 for apart in intervals if apart.seeds >= ENOUGH):
        return "refuted"
    enough = len(intervals) >= 3 and all(apart.seeds >= ENOUGH for apart in intervals)
    if enough and all(apart.low > -MARGIN for apart in intervals):
        return "supported"
    return "cannot tell"


def steps(record: Record) -> dict[str, dict[str, Interval]]:
    """By step of the advice and by task the difference of validation accuracy."""
    return {
        f"{one} - {other}": {
            task: found
            for task, own in record["tasks"].items()
            if (found := difference(own, one, other, "validation")).seeds
        }
        for one, other in STEPS
    }


def _word(found: Interval) -> str:
    if found.seeds < ENOUGH:
        return "too few seeds"
    return "better" if found.low > 0 else "worse" if found.high < 0 else "unclear"


def _advice(record) -> Answer:
    """Every step better somewhere and worse nowhere: supported."""
    words = {step: [_word(d) for d in own.values()] for step, own in steps(record).items()}
    flat = [word for own in words.values() for word in own]
    better, worse = flat.count("better"), flat.count("worse")
    verdict = "cannot tell"
    if better and worse:
        verdict = "depends"
    elif worse:
        verdict = "refuted"
    elif all("better" in own for own in words.values()):
        verdict = "supported"
    gains = {
        name: difference(record["batch_norm"], f"{name}, before", f"{name}, none", "validation")
        for name in ("relu", "elu")
    }
    text = "; ".join(f"{step}: {', '.join(own) or 'no task'}" for step, own in words.items())
    return Answer(
        verdict=verdict,
        measured=f"of {len(flat)} steps in {len(record['tasks'])} tasks {better} are better, "
        f"{worse} worse, the rest unclear",
        because=f"{text} (tasks in the order of the table). BatchNorm before the activation gains "
        f"ReLU {points(gains['relu'])}, ELU {points(gains['elu'])}.",
        seeds=min((d.seeds for own in steps(record).values() for d in own.values()), default=0),
    )


def draw(record: Record, path: Path) -> None:
    """An axis a task: each rectifier less ReLU, with its 95 % interval."""
    tasks = record["tasks"]
    figure, panels = axes_grid(len(tasks), width=11, height=2.6)
    for number, (axis, (task, own)) in enumerate(zip(panels, tasks.items())):
        for y, name in enumerate(NAMES[1:]):
            found = difference(own, name, "relu", "validation")
            if found.seeds > 1:
                bounds = [100 * found.low, 100 * found.high]
                axis.plot(bounds, [y, y], color=COLOURS[y], lw=3, solid_capstyle="round")
                axis.scatter([100 * found.mean], [y], s=40, color=COLOURS[y], ec="white", zorder=3)
        axis.axvline(0, color=BASELINE, lw=1)
        axis.set_yticks(range(3), NAMES[1:] if number == 0 else [""] * 3)
        axis.set_ylim(2.5, -0.5)
        axis.set_title(task, fontsize=10)
        axis.set_xlabel("accuracy less ReLU's, points")
        axis.grid(axis="x", color="#e6e6e6")
        frameless(axis)
    save(figure, path)


def text(record: Record) -> str:
    """A line a step, a column a task."""
    found = steps(record)
    tasks = list(record["tasks"])
    lines = [
        [step, *(points(own[task]) if task in own else "–" for task in tasks)]
        for step, own in found.items()
    ]
    return markdown([["step", *tasks], *lines])


LI = "Li, Fan, Li, Ming 2016, arXiv:1606.00305"
STUDY = Study(
    name="advice",
    kind="sweep",
    title="Which rectifier to try first",
    claims=(
        Claim(number=56, source=LI,
              text="MPELU is as good as the best of ReLU, PReLU and ELU, whichever that is."),
        Claim(number=60, source="common teaching",
              text="Take ReLU, then ELU, then PReLU or MPELU with regularisation and BatchNorm."),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    sweeps=("nin/nin", "convnet/convnet", "slopes/slopes", "depth/depth", "depth/depth_mpelu",
            "depth/depth_seeds", "batch_norm/batch_norm"),
    costs="nothing beyond the studies whose trials it reads",
)  # fmt: skip
