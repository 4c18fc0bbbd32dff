"""What the certificate of a surgery says."""

import keras
from keras import layers, ops

import keras_acts
from tests.surgery.nets import nested


def test_the_certificate_reads_well():
    model = nested()
    model.compile("sgd", "mse")
    lines = str(keras_acts.swap(model, "gelu")[1]).splitlines()
    assert lines[0] == "swap to gelu in 'nested'"
    assert lines[1:3] == ["  replaced   1  leaky_relu -> gelu", "                stem"]
    assert lines[3] == "  replaced   4  relu -> gelu"
    assert lines[5:7] == [
        "  left       1  softmax: the output of the model",
        " " * 16 + "probabilities",
    ]
    assert lines[7].startswith("  outputs   changed by design: largest difference 0.")
    assert lines[8].startswith("  compiled  optimizer, loss and metrics kept")


def test_outputs_that_hide_a_change_do_not_make_it_identical():
    model = keras.Sequential([keras.Input((2,)), layers.ReLU(), layers.Dense(1, "linear", False)])
    model.layers[-1].kernel.assign(ops.zeros((2, 1)))
    _, certificate = keras_acts.swap(model, "gelu")
    assert certificate.difference.largest == 0
    assert certificate.verdict == "changed by design"
    assert "this batch does not show the change" in str(certificate)
