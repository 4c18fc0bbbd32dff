"""What every layer of this package does beyond Keras: called, saved, loaded or used twice."""

import keras

from keras_acts.layers import inputs as given

SEED_STATE = "seed_generator_state"
"""The name in a weights file of how far a layer's random numbers have gone."""


class Saved(keras.layers.Layer):
    """Abstract: a layer that comes back from a file as it was.

    - It takes a dense tensor of floats and refuses all else, by name.
    - The state of its `seed_generator` is saved, which Keras does not do: a training that is
      resumed draws what it would have drawn. A file without it loads too.
    - As `activation=` of another layer it has no weights before the first call, since nothing in
      Keras builds it with its parent. If weights are loaded before, it takes their shapes.
    - Standing twice in one Sequential is refused: Keras saves it once, so the file would be of
      another model. The functional API saves what is shared as it is.
    - `schema` counts the formats its configs have had, 1 where a config says nothing. A class
      whose config changes in meaning raises it, and reads the older ones in `from_config`.
    """

    schema = 1
    seed_generator: keras.random.SeedGenerator | None = None

    def __call__(self, inputs, *args, **kwargs):
        return super().__call__(given.checked(type(self).__name__, inputs), *args, **kwargs)

    def get_config(self):
        said = {} if self.schema == 1 else {"schema": self.schema}
        return {**super().get_config(), **said}

    @classmethod
    def from_config(cls, config):
        own = dict(config)
        said = own.pop("schema", 1)
        if type(said) is not int or not 1 <= said <= cls.schema:
            raise ValueError(
                f"{cls.__name__}: the config must be of schema 1..{cls.schema}, which this "
                f"version reads; received schema={said!r}. Install a newer keras_acts."
            )
        return super().from_config(own)

    def save_own_variables(self, store):
        super().save_own_variables(store)
        if self.seed_generator is not None:
            state = keras.ops.convert_to_numpy(self.seed_generator.state)
            store[SEED_STATE] = state.astype("int64")  # each backend has a type of its own

    def load_own_variables(self, store):
        weights = dict(store)
        state = weights.pop(SEED_STATE, None)
        if weights and not self.built:
            self.build((None, *weights["0"].shape))
        if not weights and (self._trainable_variables or self._non_trainable_variables):
            raise ValueError(
                f"{type(self).__name__}: the file must have the weights of every layer; received "
                f"none for name={self.name!r}. Keras saves a layer that several others hold "
                "(as activation=, in nested models) once, and one that was never called not at "
                "all. Give each its own; to use this file, build the model in code, as it was, "
                "and call its load_weights."
            )
        super().load_own_variables(weights)
        if self.seed_generator is not None and state is not None:
            self.seed_generator.state.assign(state)

    def compute_output_spec(self, inputs, *args, **kwargs):
        if self._inbound_nodes and _within_another() and _comes_from(self, inputs):
            raise ValueError(
                f"{type(self).__name__}: a layer may stand in a Sequential once, since Keras "
                f"saves it once; received name={self.name!r} twice. Make a layer for each place, "
                "or use the functional API."
            )
        return super().compute_output_spec(inputs, *args, **kwargs)


def _within_another():
    """Whether a layer is being called while another one is built, as those of a Sequential are."""
    here = keras.layers.Identity(name="here")
    here.build(())
    return here.path.count("/") > 1


def _comes_from(layer, tensor):
    """Whether a chain of layers with one input each leads from an output of `layer` to `tensor`."""
    while hasattr(tensor, "_keras_history"):
        operation, node, _ = tensor._keras_history
        if operation is layer:
            return True
        inputs = operation._inbound_nodes[node].input_tensors
        tensor = inputs[0] if len(inputs) == 1 else None
    return False
