"""Made-up costs of the small run."""

from dataclasses import replace

from tests.report.example import PLAN, ROWS, RUN


def taken(seconds, ratio):
    spread = {"low": 0.9 * ratio, "high": 1.1 * ratio, "rounds": 5}
    return {"seconds": seconds, "ratio": ratio, **spread}


def arm(activation, cell, ratio, **more):
    times = {name: taken(ratio / 1000, ratio) for name in ("step", "one", "batch")}
    return {
        **{"activation": activation, "initializer": "msra", "batch_norm": "none", "cell": cell},
        **{"parameters": 1000, "kept_bytes": 1_000_000, "state_bytes": 500_000, **times},
        **{"exports": {"onnx": "", "litert": ""}, "reason": None, **more},
    }


RELU, ELU = arm("relu", "relumsra0.1", 1.0), arm("elu", "elumsra0.1", 1.5, parameters=900)
COSTS = {
    **{"schema": 1, "baseline": "relu", "batch_size": 32, "threads": 2, "seconds": 1.5},
    "arms": [RELU, ELU],
}
COSTED = replace(RUN, costs=COSTS)


def costed(*arms):
    """The small run with these arms."""
    return replace(RUN, costs={**COSTS, "arms": list(arms)})


__all__ = ["COSTED", "COSTS", "ELU", "PLAN", "RELU", "ROWS", "arm", "costed", "taken"]
