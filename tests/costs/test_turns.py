"""Turns: everyone takes one a round, nobody is always first, and ratios are of the same round."""

import pytest

from keras_acts.costs import turns


def test_all_take_a_turn_a_round_and_each_is_first_in_some():
    seen = []
    calls = {name: lambda times, name=name: seen.append(name) or 1.0 for name in "abc"}
    taken = turns.in_turns(calls, seconds=0)
    assert {name: len(own) for name, own in taken.items()} == dict.fromkeys("abc", turns.LEAST)
    rounds = ["".join(seen[i : i + 3]) for i in range(3, len(seen), 3)]
    assert rounds == ["abc", "bca", "cab", "abc", "bca"]


def test_there_are_more_rounds_while_there_is_time():
    taken = turns.in_turns({"a": lambda times: 1.0}, seconds=1e9)
    assert len(taken["a"]) == turns.MOST


@pytest.mark.parametrize(("seconds", "times"), [(1.0, 1), (0.001, 4), (1e-9, 32)])
def test_a_turn_is_long_enough_to_be_measured(seconds, times):
    asked = []
    turns.in_turns({"a": lambda times: asked.append(times) or seconds}, seconds=0)
    assert asked[0] == 1
    assert set(asked[1:]) == {times}


def test_a_slow_round_is_slow_for_all():
    steady, twice = [1.0, 10.0, 1.0, 1.0], [2.0, 20.0, 2.0, 2.0]
    found = turns.compared({"a": steady, "b": twice}, "a")["b"]
    assert (found.ratio, found.low, found.high, found.seconds) == (2, 2, 2, 2)


def test_what_is_called_between_may_end_it():
    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        turns.in_turns({"a": lambda times: 1.0}, 0, stop)
