"""Our layers beside those of torch.nn, where the definitions agree; the torch backend runs it."""

import numpy as np
import pytest

from keras_acts.layers import ELU, MPELU, PReLU, RReLU
from tests.gradients import output, pullback

torch = pytest.importorskip("torch", reason="no torch: pip install 'keras-acts[backends]'")
X = np.concatenate([np.random.default_rng(15).normal(0, 3, (200, 4)), np.zeros((2, 4))])
PAIRS = {
    "elu": (lambda: ELU(), lambda: torch.nn.ELU()),
    "elu with alpha": (lambda: ELU(0.5), lambda: torch.nn.ELU(0.5)),
    "prelu": (lambda: PReLU(), lambda: torch.nn.PReLU(4)),
    "shared prelu": (lambda: PReLU(shared_axes="all"), lambda: torch.nn.PReLU()),
    "mpelu as celu": (lambda: MPELU(0.5, 2.0), lambda: torch.nn.CELU(0.5)),
    "rrelu after training": (lambda: RReLU(), lambda: torch.nn.RReLU().eval()),
    "rrelu of equal bounds": (lambda: RReLU(0.2, 0.2), lambda: torch.nn.LeakyReLU(0.2)),
}


def gradients(module, x):
    """(value, gradient of x, gradients of the weights) of a torch module, for g = 1."""
    x = torch.tensor(x, dtype=torch.float32, requires_grad=True)
    y = module(x)
    dx, *dw = torch.autograd.grad(y.sum(), [x, *module.parameters()])
    return y.detach().numpy(), dx.numpy(), [d.numpy() for d in dw]


@pytest.mark.parametrize("name", PAIRS)
def test_agrees_with_torch(name):
    ours, theirs = (make() for make in PAIRS[name])
    value, slope, weights = gradients(theirs, X)
    y, dx, dw = pullback(ours, X)
    np.testing.assert_allclose(y, value, rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(dx, slope, rtol=1e-6, atol=1e-7)
    if name.endswith("prelu"):
        np.testing.assert_allclose(dw["alpha"].reshape(-1), weights[0], rtol=1e-5)


def test_rrelu_in_training_draws_from_the_same_range_with_the_same_mean():
    x = -np.ones((40_000, 1), "float32")
    ours = -output(RReLU(seed=1), x, training=True)
    torch.manual_seed(1)
    theirs = -torch.nn.RReLU().train()(torch.tensor(x)).numpy()
    for slopes in (ours, theirs):
        assert slopes.min() >= 1 / 8 - 1e-7
        assert slopes.max() <= 1 / 3 + 1e-7
    error = 4 * 0.0602 * (2 / len(x)) ** 0.5
    np.testing.assert_allclose(ours.mean(), theirs.mean(), atol=error)
    np.testing.assert_allclose(ours.std(), theirs.std(), rtol=0.02)
