"""The nets: their widths, their seeds, their places for BatchNorm."""

import keras
import numpy as np
import pytest

from keras_acts.batch_norm import BATCH_NORMS, BatchNorm
from keras_acts.layers import RReLU
from keras_acts.models import MODELS, build
from keras_acts.unit import Impossible

SHAPES = {"mlp": (8, 8, 1), "convnet": (12, 12, 3), "nin": (12, 12, 3), "plain": (12, 12, 3)}
SMALL = {
    "mlp": {"depth": 3, "width": 8},
    "convnet": {"width": 4, "blocks": 2},
    "nin": {"multiplier": 0.05},
    "plain": {"depth": 8, "width": 4, "dense": 8},
}


def small(model, **choices):
    shape = {"input_shape": SHAPES[model], "classes": 4}
    return build(model, **shape, **SMALL[model], **{"seed": 1, **choices})


@pytest.mark.parametrize("activation", ["relu", "crelu", "maxout", "rrelu"])
@pytest.mark.parametrize("model", MODELS)
def test_width_after_the_activation_is_kept(model, activation):
    net, plain = small(model, activation=activation), small(model)
    kinds = (keras.layers.Conv2D, keras.layers.Dense)
    fans = [
        [layer.kernel.shape[-2] for layer in one.layers if isinstance(layer, kinds)]
        for one in (net, plain)
    ]
    assert fans[0] == fans[1]
    assert net.output_shape == (None, 4)


@pytest.mark.parametrize("model", MODELS)
def test_one_seed_builds_one_model(model):
    first, second, other = (small(model, activation="rrelu", seed=s) for s in (1, 1, 2))
    for a, b in zip(first.weights, second.weights):
        np.testing.assert_array_equal(a, b)
    assert any((np.asarray(a) != np.asarray(b)).any() for a, b in zip(first.weights, other.weights))
    kernels = [w for w in first.weights if w.name == "kernel"]
    assert len({float(np.asarray(w).flat[0]) for w in kernels}) == len(kernels)


def test_every_random_layer_has_a_seed_of_its_own():
    net = small("mlp", activation="rrelu")
    seeds = [layer.seed for layer in net.layers if isinstance(layer, RReLU)]
    assert len(set(seeds)) == len(seeds) == 3


@pytest.mark.parametrize(("place", "first"), [("before", True), ("after", False)])
def test_place_of_batch_norm(place, first):
    kinds = [type(layer).__name__ for layer in small("mlp", batch_norm=place).layers]
    assert kinds.count("BatchNormalization") == 3
    assert (kinds.index("BatchNormalization") < kinds.index("Activation")) is first


def test_no_bias_where_batch_norm_would_take_it_away():
    dense = [w.name for w in small("mlp", batch_norm="before").layers[3].weights]
    assert dense == ["kernel"]


def test_options_of_batch_norm():
    arm = BATCH_NORMS.arm({"place": "before", "momentum": 0.9, "epsilon": 0.01})
    assert arm() == BatchNorm("before", 0.9, 0.01)
    assert arm.label == "before(epsilon=0.01, momentum=0.9)"
    with pytest.raises(ValueError, match="momentum must lie in"):
        BatchNorm("before", 1.0)


def test_raw_inputs_are_scaled_inside():
    net = small("mlp", scale=0.5, offset=-1.0)
    x = np.full((1, 8, 8, 1), 4.0)
    np.testing.assert_allclose(net.layers[1](x), 1.0)


@pytest.mark.parametrize(("model", "layers"), [("plain", 30), ("nin", 9)])
def test_depth_of_the_literature(model, layers):
    net = build(model, input_shape=(32, 32, 3), classes=10)
    kinds = (keras.layers.Conv2D, keras.layers.Dense)
    assert sum(isinstance(layer, kinds) for layer in net.layers) == layers


def test_parameters_of_nin_at_full_width():
    """By hand: k^2 in out + out for the nine convolutions."""
    net = build("nin", input_shape=(32, 32, 3), classes=10)
    sizes = [(5, 3, 192), (1, 192, 160), (1, 160, 96), (5, 96, 192), (1, 192, 192)]
    sizes += [(1, 192, 192), (3, 192, 192), (1, 192, 192), (1, 192, 10)]
    assert net.count_params() == sum(k * k * a * b + b for k, a, b in sizes)


@pytest.mark.parametrize(
    ("choices", "error", "message"),
    [
        ({"activation": "rellu"}, ValueError, "did you mean 'relu'"),
        ({"activation": "crelu", "width": 7}, Impossible, "must be a multiple of 2"),
        ({"activation": "tanh", "initializer": "msra"}, Impossible, "msra with tanh: "),
        ({"depht": 3}, ValueError, "did you mean 'depth'"),
    ],
)
def test_bad_choices_are_named(choices, error, message):
    with pytest.raises(error, match=message):
        build("mlp", input_shape=(4,), classes=2, **choices)


def test_plain_needs_six_layers():
    with pytest.raises(ValueError, match="plain: depth must be at least 6"):
        build("plain", input_shape=(8, 8, 1), classes=2, depth=5)


def test_the_dense_layers_of_the_plain_net_may_start_from_fixed_gaussians():
    options = {"depth": 6, "width": 8, "dense": 256, "dense_stddev": 0.5, "logits_stddev": 0.125}
    net = build("plain", input_shape=(8, 8, 1), classes=10, seed=0, **options)
    found = [layer.kernel for layer in net.layers if isinstance(layer, keras.layers.Dense)]
    spreads = [float(keras.ops.std(kernel)) for kernel in found]
    np.testing.assert_allclose(spreads, [0.5, 0.5, 0.125], rtol=0.05)
