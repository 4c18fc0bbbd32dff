"""`save FOLDER`: a model of all our layers and its outputs, named by the backend that runs here.
`load FOLDER BACKEND`: the largest difference of the outputs of the model BACKEND has saved.
"""

import sys
from pathlib import Path

import keras
import numpy as np

from keras_acts.layers import ACTIVATIONS
from tests.examples import CHANNELS, OURS

X = np.random.default_rng(13).normal(0, 3, (50, 4, CHANNELS)).astype("float32")


def model():
    """Every layer of ours beside the others, with parameters that are not where they start."""
    x = keras.Input((None, CHANNELS))
    whole = keras.Model(x, {name: ACTIVATIONS[name](name=name)(x) for name in OURS})
    rng = np.random.default_rng(14)
    for weight in whole.trainable_weights:
        weight.assign(rng.uniform(0.3, 1.7, weight.shape))
    return whole


def outputs(whole):
    """Its outputs by the name of the layer."""
    return {name: np.asarray(y) for name, y in whole.predict(X, verbose=0).items()}


def save(folder):
    """MODEL.keras and MODEL.npz."""
    path = Path(folder) / keras.backend.backend()
    whole = model()
    whole.save(path.with_suffix(".keras"))
    np.savez(path.with_suffix(".npz"), **outputs(whole))


def load(folder, backend):
    """Raises AssertionError where an output is more than a few ulp away."""
    path = Path(folder) / backend
    again = outputs(keras.models.load_model(path.with_suffix(".keras")))
    with np.load(path.with_suffix(".npz")) as saved:
        assert set(saved) == set(again) == set(OURS)
        for name, y in again.items():
            np.testing.assert_allclose(y, saved[name], rtol=1e-6, atol=2e-7, err_msg=name)
        return max(float(np.abs(y - saved[name]).max()) for name, y in again.items())


if __name__ == "__main__":
    what, folder, *backends = sys.argv[1:]
    if what == "save":
        save(folder)
    for backend in backends:
        print(backend, load(folder, backend))
