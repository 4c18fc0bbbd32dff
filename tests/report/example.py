"""A small run to report on."""

from keras_acts.report import run

PLAN = {
    "name": "example",
    "tuner": "grid",
    "baseline": "relu",
    "seeds": [0, 1],
    "axes": {
        "activation": ["relu", "elu", "maxout"],
        "initializer": ["msra", "glorot"],
        "batch_norm": ["none"],
    },
    "nuisance": {"learning_rate": [0.1, 1.0]},
}
PROVENANCE = {
    "plan": PLAN,
    "meaning": {"model": "mlp", "data": "digits", "samples": 100, "epochs": 2, "quick": False},
    "threads": 2,
    "data_sha256": "0" * 64,
    "sessions": [
        {
            "versions": {"keras": "3.15.1"},
            "machine": {"cpu": "a processor"},
            "git": None,
            "started": "2026-01-01T00:00:00Z",
        },
    ],
}


def row(activation, initializer, rate, seed, value, status="ok", **more):
    return {
        "cell": f"{activation}{initializer}{rate}",
        "seed": seed,
        "epochs": 2,
        "rung": False,
        "activation": activation,
        "initializer": initializer,
        "batch_norm": "none",
        "learning_rate": rate,
        "status": status,
        "reason": "" if status == "ok" else f"why it {status}",
        "what": "loss not finite",
        "val_accuracy": value,
        "history_val_accuracy": [value, value],
        "seconds": 1.0,
        **more,
    }


ROWS = (
    row("relu", "msra", 0.1, 0, 0.5),
    row("relu", "msra", 0.1, 1, 0.6),
    row("relu", "msra", 1.0, 0, 0.9),
    row("relu", "msra", 1.0, 1, None, "diverged"),
    row("relu", "glorot", 0.1, 0, 0.3),
    row("relu", "glorot", 0.1, 1, 0.3),
    row("elu", "msra", 0.1, 0, 0.75),
    row("elu", "msra", 0.1, 1, 0.65),
    row("elu", "glorot", 0.1, 0, None, "failed"),
    row("maxout", "msra", 0.1, 0, None, "skipped"),
    row("maxout", "msra", 0.1, 1, None, "skipped"),
)
RUN = run.Run("example", PLAN, PROVENANCE, None, ROWS)
