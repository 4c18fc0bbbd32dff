"""The simulation draws what it says, and counts what is wrong."""

import numpy as np
import pytest

from benchmarks import simulation
from benchmarks.simulation import TRUTHS, Truth, counted, made
from keras_acts.report import verdicts


def test_what_is_drawn_is_what_it_says(monkeypatch):
    truth = Truth("one is 3 SD better, many seeds", seeds=4000, gap=3.0)
    monkeypatch.setattr(simulation, "TRUTHS", (truth,))
    values = np.array([[*one.values.values()] for one in made(truth, 0).combinations.values()])
    np.testing.assert_allclose(values.mean(1), [0.9] * 9 + [0.93], atol=0.001)
    np.testing.assert_allclose(np.cov(values)[0, :2], [1e-4, 0.5e-4], rtol=0.1)


@pytest.mark.parametrize(("word", "wrong"), [("better", True), ("cannot tell", False)])
def test_a_wrong_word_is_counted(word, wrong, monkeypatch):
    def said(run, verdicts=verdicts.verdicts):
        return [one._replace(word=word) for one in verdicts(run)]

    monkeypatch.setattr(simulation, "verdicts", said)
    found = counted(TRUTHS[0], 0)
    assert (found.wrong, found.same, found.found) == (wrong, False, word)
