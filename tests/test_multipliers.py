"""Activations with a learning rate and a weight decay of their own."""

import keras
import numpy as np
import pytest
from keras import layers, ops

import keras_acts
from keras_acts.layers import MPELU, NoisyHardTanh, PReLU

X = np.random.default_rng(0).normal(size=(16, 3)).astype("float32")
Y = np.random.default_rng(1).normal(size=(16, 1)).astype("float32")


def net():
    keras.utils.set_random_seed(0)
    block = keras.Sequential([keras.Input((4,)), MPELU(name="mpelu")], name="block")
    stack = [
        NoisyHardTanh(name="noisy"),
        layers.Dense(4, name="dense"),
        block,
        layers.PReLU("ones", name="theirs"),
    ]
    stack += [PReLU(name="ours"), layers.Dense(1, name="out")]
    return keras.Sequential([keras.Input((3,)), *stack], name="net")


def steps(model, optimizer, count=1):
    """How far each weight moves in some steps, by its path."""
    model.compile(optimizer, "mse")
    before = {weight.path: ops.convert_to_numpy(weight) for weight in model.trainable_weights}
    model.fit(X, Y, 16, count, verbose=0, shuffle=False)
    return {w.path: ops.convert_to_numpy(w) - before[w.path] for w in model.trainable_weights}


def test_one_step_of_sgd_is_rate_times_as_long_for_activations_only():
    plain = steps(net(), keras.optimizers.SGD(0.0625))
    model = net()
    both = steps(model, keras_acts.with_multipliers(keras.optimizers.SGD(0.0625), model, rate=4))
    for path, step in plain.items():
        times = 1 if "dense" in path or "out" in path else 4
        np.testing.assert_allclose(both[path], times * step, rtol=1e-4, atol=1e-6)
    assert np.abs(plain["block/mpelu/alpha"]).max() > 1e-4


def test_updates_are_exactly_rate_times_those_of_the_base():
    model = net()
    optimizer = keras_acts.with_multipliers(keras.optimizers.SGD(0.3), model, rate=5)
    for weight in model.trainable_weights:
        weight.assign(ops.zeros(weight.shape))
    gradients = [-ops.ones(weight.shape) for weight in model.trainable_weights]
    optimizer.apply(gradients, model.trainable_weights)
    for weight in model.trainable_weights:
        rate = 0.3 if "dense" in weight.path or "out" in weight.path else 5 * 0.3
        expected = np.full(weight.shape, np.float32(rate))
        np.testing.assert_array_equal(ops.convert_to_numpy(weight), expected)


def test_decay_is_rate_times_decay_as_strong():
    model = net()
    sgd = keras.optimizers.SGD(0.5, weight_decay=0.01)
    optimizer = keras_acts.with_multipliers(sgd, model, rate=2, decay=5)
    before = {weight.path: ops.convert_to_numpy(weight) for weight in model.trainable_weights}
    zeros = [ops.zeros(weight.shape) for weight in model.trainable_weights]
    optimizer.apply(zeros, model.trainable_weights)
    for weight in model.trainable_weights:
        times = 1 if "dense" in weight.path or "out" in weight.path else 10
        kept = before[weight.path] * (1 - times * 0.5 * 0.01)
        np.testing.assert_allclose(ops.convert_to_numpy(weight), kept, rtol=1e-6)


def test_a_saved_model_goes_on_as_if_it_had_not_been_saved(tmp_path):
    model = net()
    adam = keras.optimizers.AdamW(0.01, weight_decay=0.1)
    steps(model, keras_acts.with_multipliers(adam, model, rate=5, decay=10), 2)
    model.save(tmp_path / "it.keras")
    again = keras.models.load_model(tmp_path / "it.keras")
    rates = [float(part.learning_rate) for part in again.optimizer.optimizers]
    np.testing.assert_allclose(sorted(rates), [0.01, 0.05])
    for one in (model, again):
        one.get_layer("noisy").seed_generator.state.assign([1, 2])
        one.fit(X, Y, 16, 3, verbose=0, shuffle=False)
    for one, two in zip(model.weights, again.weights):
        np.testing.assert_allclose(one, two, rtol=1e-5, atol=1e-6)


def test_a_schedule_is_multiplied(tmp_path):
    model = net()
    schedule = keras.optimizers.schedules.ExponentialDecay(0.1, 1, 0.5)
    optimizer = keras_acts.with_multipliers(keras.optimizers.SGD(schedule), model, rate=3)
    steps(model, optimizer, 2)
    model.save(tmp_path / "it.keras")
    for one in (model, keras.models.load_model(tmp_path / "it.keras")):
        rates = sorted(float(part.learning_rate) for part in one.optimizer.optimizers)
        np.testing.assert_allclose(rates, [0.025, 0.075], rtol=1e-6)


def test_half_precision_scales_the_loss_of_both():
    keras.config.set_dtype_policy("mixed_float16")
    try:
        model = net()
        optimizer = keras_acts.with_multipliers(keras.optimizers.SGD(0.01), model, rate=4)
        moved = steps(model, optimizer)
    finally:
        keras.config.set_dtype_policy("float32")
    plain = steps(net(), keras.optimizers.SGD(0.01))
    for path, step in plain.items():
        times = 1 if "dense" in path or "out" in path else 4
        np.testing.assert_allclose(moved[path], times * step, rtol=0.1, atol=1e-3)


def test_wrong_use_is_refused():
    model, sgd = net(), keras.optimizers.SGD
    plain = keras.Sequential([keras.Input((3,)), layers.Dense(1)])
    used = sgd(0.1)
    used.build(plain.trainable_variables)
    for call, message in [
        (lambda: keras_acts.with_multipliers(sgd(), plain, rate=2), "an activation that learns"),
        (lambda: keras_acts.with_multipliers(sgd(), model, decay=2), "needs something to multiply"),
        (lambda: keras_acts.with_multipliers(sgd(), model, rate=-1), "rate must be at least 0"),
        (lambda: keras_acts.with_multipliers(sgd(), model, rate="2"), "rate must be a finite"),
        (lambda: keras_acts.with_multipliers(used, model, rate=2), "trains no model yet"),
        (lambda: keras_acts.with_multipliers("sgd", model, rate=2), "must be a Keras optimizer"),
    ]:
        with pytest.raises(ValueError, match=message):
            call()
