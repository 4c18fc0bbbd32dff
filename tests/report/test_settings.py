"""The share of the variance that tuned settings have, of made-up rows."""

from dataclasses import replace

import numpy as np
import pytest

from keras_acts.report import judged, settings
from tests.report.example import PLAN, RUN, row

GRID = [(a, i, r, s) for a in ("relu", "elu") for i in ("msra", "glorot") for r in (0.1, 1.0)
        for s in (0, 1)]  # fmt: skip
AXES = {"activation": ["relu", "elu"], "initializer": ["msra", "glorot"], "batch_norm": ["none"]}


def made(value, plan=None, status=lambda *cell: "ok"):
    rows = tuple(row(*cell, value(*cell), status(*cell)) for cell in GRID)
    return replace(RUN, plan={**PLAN, "axes": AXES, **(plan or {})}, rows=rows)


def by_rate_and_activation(activation, initializer, rate, seed):
    return 0.5 + 0.1 * (rate == 1.0) + 0.2 * (activation == "elu")


def test_a_setting_has_its_share_beside_the_choices():
    found = settings.shares(made(by_rate_and_activation))
    shares = dict(found.terms)
    assert shares["activation",] == pytest.approx(0.8)
    assert shares["learning_rate",] == pytest.approx(0.2)
    np.testing.assert_allclose([found.more, found.seed, shares["initializer",]], 0, atol=1e-9)
    assert sum(shares.values()) + found.more + found.seed == pytest.approx(1)


def test_an_interaction_of_a_setting_is_seen():
    found = settings.shares(made(lambda a, i, rate, s: 0.5 + 0.1 * ((a == "elu") == (rate == 1.0))))
    assert dict(found.terms)["activation", "learning_rate"] == pytest.approx(1)


def test_a_rate_at_which_trials_are_lost_is_left_out():
    run = made(by_rate_and_activation, status=lambda a, i, r, s: "diverged" if r == 1 else "ok")
    found = settings.shares(run)
    assert found.left_out == " Left out, as some of its trials have no result: learning_rate 1.0."
    assert dict(found.terms)["activation",] == pytest.approx(1)


@pytest.mark.parametrize("plan", [{"tuner": "random"}, {"nuisance": {}}])
def test_what_is_no_grid_of_settings_has_no_shares(plan):
    assert settings.shares(made(by_rate_and_activation, plan)) is None


def test_the_page_says_it_below_the_effects():
    (section,) = judged.effects(made(by_rate_and_activation))
    assert ["learning_rate", "20.0 %"] in section.parts[-1].lines
