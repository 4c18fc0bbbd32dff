"""Dead units, on nets where they are known."""

import keras
import numpy as np

from keras_acts.claims.measuring import fits
from keras_acts.claims.measuring.units import dead, units
from keras_acts.layers import Maxout


def net(activation, biases):
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(4, activation, name="hidden")])
    model.layers[0].bias.assign(biases)
    return model


def test_a_unit_is_dead_if_no_sample_gives_it_a_slope():
    x = np.random.default_rng(0).normal(size=(50, 2)).astype("float32")
    biases = [-100.0, 0.0, -100.0, -100.0]
    (one,) = units(net("relu", biases), x)
    assert (one.name, one.f.shape, one.dead) == ("hidden", (50, 4), 0.75)
    assert dead(net("leaky_relu", biases), x) == 0.0
    assert dead(net("elu", biases), x) == 0.75


def test_an_order_takes_every_sample_once_an_epoch():
    samples = fits.part("digits", 0, 100)
    steps = fits.order(samples, 0, 20, 8)
    np.testing.assert_array_equal(np.bincount(steps.reshape(-1)), np.full(80, 2))


def test_a_restored_net_goes_on_as_it_did():
    samples = fits.part("digits", 0, 100)
    model = fits.ready(
        fits.net("mlp", samples, 0, depth=1, width=8), keras.optimizers.SGD(0.1, momentum=0.9)
    )
    steps = fits.order(samples, 0, 4, 8)
    fits.advance(model, samples, steps[:2])
    before, ends = fits.state(model), []
    for _ in range(2):
        fits.restore(model, before)
        fits.advance(model, samples, steps[2:])
        ends.append(fits.loss(model, samples.x_val, samples.y_val))
    assert ends[0] == ends[1]


def test_a_maxout_unit_lives_while_one_of_its_pieces_does():
    dense = keras.layers.Dense(4)
    model = keras.Sequential([keras.Input((2,)), dense, Maxout(2)])
    # Two pieces of two units: channels 0, 1 always beat 2, 3.
    dense.bias.assign([100.0, 100.0, -100.0, -100.0])
    (one,) = units(model, np.ones((5, 2), "float32"))
    assert (one.dead, one.idle) == (0.0, 0.5)
