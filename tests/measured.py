"""A layer beside the reference, argument by argument: how many units in the last place apart.

All arguments lie in one batch of one sample with a channel each, so that every channel has its
own parameters and the gradient of a parameter is one term, not a sum.
"""

from dataclasses import dataclass
from functools import lru_cache

import ml_dtypes
import numpy as np

from tests.examples import built, parameters_of, per_channel
from tests.gradients import Setting, output, precision, pullback

FLOOR = {"float16": 0.0, "bfloat16": 1e-30, "float32": 1e-30, "float64": 1e-300}
"""Below this a result must be as small and have the right sign, no more."""
FAR = 1e150
"""Stands for infinity in the reference: its square is still a number."""


@dataclass(frozen=True, eq=False)
class Part:
    """One result, the output or a gradient, for all arguments at once."""

    name: str
    dtype: str
    kind: np.ndarray
    """Which of `ARGUMENTS` an element comes from."""
    got: np.ndarray
    expected: np.ndarray
    slack: np.ndarray
    """How far `expected` moves when the argument and the parameters move by one ulp."""

    def of(self, kind):
        """(got, expected) of the elements of this kind."""
        chosen = self.kind == kind
        return self.got[chosen], self.expected[chosen]

    def ulps(self, kind, slack=True):
        """The error of each element of this kind, beyond the slack; inf where it is no error
        of rounding: NaN, a wrong sign, an overflow of what does not overflow."""
        allowed = self.slack[self.kind == kind] if slack else 0.0
        return ulps(*self.of(kind), allowed, self.dtype)

    def worst(self, kind) -> str:
        """The worst element of this kind, in words."""
        at = np.argmax(self.ulps(kind))
        got, expected = (float(side[at]) for side in self.of(kind))
        return f"{self.name}: {got!r} where the reference has {expected!r} ({self.dtype})"


def ulp(y, dtype):
    """The distance of the numbers of `dtype` around y."""
    info = ml_dtypes.finfo(dtype)
    size = np.clip(np.abs(y), float(info.smallest_normal), float(info.max))
    return np.ldexp(float(info.eps), np.frexp(size)[1] - 1)


def ulps(got, expected, slack, dtype):
    """|got - expected| beyond `slack`, in ulp; inf as in `Part.ulps`."""
    largest, floor = float(ml_dtypes.finfo(dtype).max), FLOOR[dtype]
    with np.errstate(invalid="ignore"):
        error = np.maximum(np.abs(got - expected) - slack, 0) / ulp(expected, dtype)
        small, over = np.abs(expected) < floor, np.abs(expected) > largest
        either = (np.abs(expected) + slack > largest) & np.isinf(got)
        error = np.where(small, np.where(np.abs(got) <= 2 * floor, 0, np.inf), error)
        error = np.where(over, np.where(np.abs(got) >= largest / 2, 0, np.inf), error)
        right = (got == 0) | (np.sign(got) == np.sign(expected)) | (np.abs(error) < 1)
    error = np.where(right & ~np.isnan(error), error, np.inf)
    return np.where(either, 0, error)


def arguments(dtype) -> dict[str, np.ndarray]:
    """The arguments by kind, numbers of `dtype` all."""
    info = ml_dtypes.finfo(dtype)
    largest, normal = float(info.max), float(info.smallest_normal)
    logs = np.geomspace(1e-8, 80, 97)
    ends = [largest, largest / 2, normal, 2 * normal]
    powers = [p for p in 10.0 ** np.arange(-37, 39, 3) if normal < p < largest]
    few = [float(info.smallest_subnormal), normal / 4]
    kinds = {
        "dense": np.concatenate([np.linspace(-11.99, 11.97, 384), logs, -logs]),
        "range": np.concatenate([ends, powers, np.negative(ends), np.negative(powers)]),
        "denormal": np.concatenate([few, np.negative(few)]),
        "kink": np.array([0.0, -0.0, 1, -1, 2, -2]),
        "infinite": np.array([np.inf, -np.inf]),
    }
    kinds = {kind: x.astype(dtype).astype("float64") for kind, x in kinds.items()}
    kinds["dense"] = kinds["dense"][kinds["dense"] % 1 != 0]
    return kinds


def laid_out(dtype):
    """The arguments in one row, twice and differently paired, and the kind of each."""
    parts = arguments(dtype)
    kinds = np.concatenate([[kind] * x.size for kind, x in parts.items()])
    first = np.concatenate(list(parts.values()))
    second = np.concatenate([np.roll(x, x.size // 3) for x in parts.values()])
    return np.concatenate([first, second])[None], kinds


def expected(reference, x, g, parameters, dtype):
    """{part: (result, slack)} of the reference; in more than float64 where that is judged."""
    wide = np.longdouble if dtype == "float64" else np.float64
    eps = float(ml_dtypes.finfo("float64" if dtype == "float64" else "float32").eps)
    given = {"x": np.where(np.isinf(x), np.copysign(FAR, x), x), **parameters}
    given = {name: values.astype(wide) for name, values in given.items()}

    def results(**given):
        value, backward = reference(**given)
        dx, slopes = backward(g[:, : value.shape[-1]].astype(wide))
        return {"value": value, "dx": dx, **slopes}

    with np.errstate(all="ignore"):
        here = results(**given)
        slack = dict.fromkeys(here, 0.0)
        for name in given:
            moves = (
                given[name] * (1 + eps * share) for share in np.linspace(-1, 1, 32).astype(wide)
            )
            moved = [results(**{**given, name: values}) for values in moves]
            for part, y in here.items():
                slack[part] += np.nan_to_num([abs(m[part] - y) for m in moved]).max(0)
    return {part: (y.reshape(-1), slack[part].reshape(-1)) for part, y in here.items()}


@lru_cache(maxsize=2)
def measured(row, reference, setting: Setting) -> list[Part]:
    """Every result of the row's layer: in training, where that is not random, and outside."""
    x, kinds = laid_out(setting.compute)
    g = np.random.default_rng(11).uniform(0.5, 2, (1, 2 * x.shape[1]))
    g = g.astype(setting.compute).astype("float64")
    with precision(setting.policy):
        layer = built(row, setting.policy, channels=x.shape[1], **per_channel(row))
        out = int(x.shape[1] * row.widens(layer))
        y, dx, slopes = pullback(layer, x, g[:, :out], not row.random, setting.mode)
        still = output(layer, x, mode=setting.mode)
        parameters = parameters_of(layer)
    wanted = expected(reference, x, g, parameters, setting.compute)
    got = {"value": y, "inference": still, "dx": dx, **slopes}
    wanted["inference"] = wanted["value"]
    dtypes = dict.fromkeys(slopes, setting.variable)
    return [
        _part(name, dtypes.get(name, setting.compute), kinds, got[name], *wanted[name])
        for name in got
    ]


def _part(name, dtype, kinds, got, expected, slack):
    """An element of `kinds` for each one of a result that has fewer or more channels."""
    kind = np.resize(kinds, expected.size)
    far = (kind == "infinite") & (np.abs(expected) > np.sqrt(FAR))
    expected = np.where(far, np.copysign(np.inf, expected), expected)
    return Part(name, dtype, kind, got.reshape(-1), expected, slack)
