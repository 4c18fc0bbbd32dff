"""Activations that are others in disguise: tanh, Maxout with a zero piece, MPELU's limits."""

from pathlib import Path

import numpy as np
from keras import ops

from keras_acts.claims.base import Answer, Claim, Record, Study
from keras_acts.layers import ACTIVATIONS
from keras_acts.report.ink import COLOURS, axes_grid, frameless, save
from keras_acts.report.markdown import table as markdown

DTYPES = {"float64": 2.0**-53, "float32": 2.0**-24}
"""The dtypes, and half the distance of 1 to the next number."""
ULPS = 8
"""Formulas that are equal differ by no more of those."""
ALPHAS, BETAS, REACH = (1 / 8, 1 / 4, 1.0), (1.0, 2.0**-3, 2.0**-6, 2.0**-10, 2.0**-14), 6.0
"""Powers of two, so that a / beta is exact; |x| up to 6."""
DRAWN = np.linspace(-REACH, 0, 121).tolist()


def value(name: str, x, dtype="float64", **options) -> np.ndarray:
    """What a layer makes of x."""
    layer = ACTIVATIONS.arm({"name": name, **options})(dtype=dtype)
    return ops.convert_to_numpy(layer(ops.array(x, dtype)))


def tanh_of_sigmoid(dtype: str) -> float:
    """max |tanh(x) - (2 sigmoid(2x) - 1)|, both by Keras, in units of half a last digit of 1."""
    x = np.linspace(-10, 10, 4001)
    both = value("tanh", x, dtype), 2 * value("sigmoid", 2 * x, dtype) - 1
    return float(np.abs(both[0].astype("float64") - both[1]).max() / DTYPES[dtype])


def maxout_is() -> dict[str, float]:
    """The largest differences of Maxout to what it reduces to."""
    rng = np.random.default_rng(0)
    z, many = rng.normal(size=(1000, 8)), rng.normal(size=(1000, 24))

    def two(one, other):
        return value("maxout", np.concatenate([one, other], axis=1))

    def apart(found, exact):
        return float(np.abs(found - exact).max())

    return {
        "ReLU, second piece 0": apart(two(z, 0 * z), value("relu", z)),
        "LeakyReLU, second piece z / 4": apart(
            two(z, z / 4), value("leaky_relu", z, negative_slope=0.25)
        ),
        "|z|, second piece -z": apart(two(z, -z), np.abs(z)),
        "largest of three channels": apart(
            value("maxout", many, pieces=3), many.reshape(1000, 3, 8).max(axis=1)
        ),
        "ReLU, second piece 0.1 (not equal)": apart(two(z, 0 * z + 0.1), value("relu", z)),
    }


def mpelu(x, alpha, beta):
    """MPELU in float64 with the given parameters."""
    return value("mpelu", x, alpha_initializer=alpha, beta_initializer=beta)


def mpelu_is() -> dict:
    """Its exact forms, and by (a, beta) the error to PReLU over its bound a beta y^2 / 2."""
    x = np.linspace(-REACH, REACH, 1201)[:, None]
    y = np.minimum(x, 0)
    bounded = {}
    for a in ALPHAS:
        for beta in BETAS:
            error = np.abs(mpelu(x, a / beta, beta) - value("prelu", x, alpha_initializer=a))
            share = (error[y < 0] / (a * beta * y[y < 0] ** 2 / 2)).max()
            bounded[_key(a, beta)] = {"error": float(error.max()), "share": float(share)}
    exact = {
        "ELU, (1, 1)": mpelu(x, 1.0, 1.0) - value("elu", x),
        "ELU(0.5), (0.5, 1)": mpelu(x, 0.5, 1.0) - value("elu", x, alpha=0.5),
        "ReLU, (0, 1)": mpelu(x, 0.0, 1.0) - value("relu", x),
    }
    return {"exact": {n: float(np.abs(d).max()) for n, d in exact.items()}, "bounded": bounded}


def _key(a, beta):
    return f"{a:g}, {beta:.2g}"


def measure() -> Record:
    """{"tanh": by dtype, "maxout", "mpelu": differences and shares of the bound, "drawn"}."""
    tanh = {dtype: tanh_of_sigmoid(dtype) for dtype in DTYPES}
    x = np.array(DRAWN)[:, None]
    drawn = {f"beta = {beta:.2g}": mpelu(x, 0.25 / beta, beta)[:, 0].tolist() for beta in BETAS[:4]}
    return {"tanh": tanh, "maxout": maxout_is(), "mpelu": mpelu_is(), "drawn": drawn}


def answers(record: Record) -> dict[int, Answer]:
    """Equal in all dtypes, for all pieces, and within the bound: supported; some: depends."""
    return {27: _tanh(record["tanh"]), 42: _maxout(record["maxout"]), 54: _mpelu(record["mpelu"])}


def _verdict(holds):
    return "supported" if all(holds) else "depends" if any(holds) else "refuted"


def _tanh(ulps):
    return Answer(
        verdict=_verdict([error <= ULPS for error in ulps.values()]),
        measured="largest difference: "
        + ", ".join(f"{error * DTYPES[dtype]:.1g} in {dtype}" for dtype, error in ulps.items()),
        because="Equal up to rounding of the last digit of 1. Near 0 the right side cancels: it is "
        "an identity, not a way to compute tanh.",
    )


def _maxout(apart):
    *equal, control = apart.items()
    return Answer(
        verdict=_verdict([error == 0 for _, error in equal]) if control[1] else "cannot tell",
        measured="; ".join(f"{name}: {error:.1g}" for name, error in equal),
        because="Differences over 8,000 numbers; a second piece of 0.1 instead of 0 makes one of "
        f"{control[1]:.1g}. The largest gradient of several colour channels, as HOG takes it, is "
        "Maxout of as many pieces.",
    )


def _mpelu(found):
    worst = max(one["share"] for one in found["bounded"].values())
    errors = {key: one["error"] for key, one in found["bounded"].items()}
    return Answer(
        verdict=_verdict([*(e < 1e-15 for e in found["exact"].values()), worst <= 1 + 1e-6]),
        measured=", ".join(f"{name}: {error:.1g}" for name, error in found["exact"].items())
        + f"; PReLU: error at most {worst:.3f} of a beta y^2 / 2",
        because="With alpha = a / beta, as the second-order term of the exponential says: for "
        f"|y| up to {REACH:g} and a = 0.25 the error is {errors[_key(0.25, BETAS[2])]:.3g} with "
        f"beta = {BETAS[2]:.2g}, {errors[_key(0.25, BETAS[4])]:.3g} with beta = {BETAS[4]:.2g}.",
    )


def draw(record: Record, path: Path) -> None:
    """MPELU with a = 0.25 on its way to PReLU."""
    figure, axis = axes_grid(1, width=6.5, height=3)
    for (name, f), colour in zip(record["drawn"].items(), COLOURS):
        axis.plot(DRAWN, f, color=colour, lw=1.6, label=name)
    axis.plot(DRAWN, 0.25 * np.array(DRAWN), "--", color="#444444", lw=1, label="PReLU(0.25)")
    axis.set_xlabel("x; MPELU(0.25 / beta, beta)")
    axis.legend(frameon=False, fontsize=8)
    axis.grid(color="#eeeeee")
    frameless(axis)
    save(figure, path)


def text(record: Record) -> str:
    """MPELU against PReLU by beta: the largest error, and the largest share of the bound."""
    lines = [
        [key, f"{one['error']:.3g}", f"{one['share']:.4f}"]
        for key, one in record["mpelu"]["bounded"].items()
    ]
    return markdown([["a, beta", "largest error, |y| <= 6", "share of a beta y^2 / 2"], *lines])


LI = "Li et al. 2016, arXiv:1606.00305"
STUDY = Study(
    name="degenerate_forms",
    kind="identity",
    title="Activations that are others in disguise",
    claims=(
        Claim(
            number=27,
            text="tanh(x) = 2 sigmoid(2x) - 1.",
            claimed="exactly",
            source="common teaching",
        ),
        Claim(
            number=42,
            text="Maxout is ReLU where one piece is 0; the largest of some channels is one too.",
            source="Goodfellow et al. 2013, arXiv:1302.4389",
        ),
        Claim(
            number=54,
            text="MPELU is ELU for (1, 1), PReLU for a small beta, ReLU for alpha = 0.",
            source=LI,
        ),
    ),
    measure=measure,
    answers=answers,
    draw=draw,
    text=text,
    costs="5 seconds on one core",
)
