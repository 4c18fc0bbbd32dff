"""What a version reads of configs that others wrote."""

import pytest

import keras_acts
from keras_acts.layers import ELU
from tests.examples import OURS


class Later(ELU):
    """As a version with a new meaning of its config would have it."""

    schema = 2


@pytest.mark.parametrize("name", OURS)
def test_a_config_that_says_nothing_is_of_the_first_schema(name):
    config = keras_acts.get(name).get_config()
    assert "schema" not in config
    again = type(keras_acts.get(name)).from_config({**config, "schema": 1})
    assert again.get_config() == config


@pytest.mark.parametrize("schema", [2, 0, "1", None, True, 1.0])
def test_a_newer_or_senseless_schema_is_refused_with_both_numbers(schema):
    config = {**ELU().get_config(), "schema": schema}
    with pytest.raises(ValueError, match=rf"schema 1\.\.1.*received schema={schema!r}"):
        ELU.from_config(config)


def test_a_later_class_says_its_schema_and_reads_both():
    config = Later(0.5).get_config()
    assert config["schema"] == 2
    assert Later.from_config(config).alpha == 0.5
    assert Later.from_config(ELU(0.5).get_config()).alpha == 0.5
