"""What an activation may be called on: one dense tensor or array of floating-point numbers."""


def checked(layer: str, inputs):
    """The inputs of `layer`, if they are a dense tensor of floats.

    Keras casts floats only; whole numbers would fail deep inside a kernel or, worse, be rounded.

    Raises: TypeError for what is no dense tensor of numbers, ValueError for numbers of another
    kind: integers and booleans.
    """
    dtype = getattr(inputs, "dtype", None)
    if dtype is None or not hasattr(inputs, "shape"):
        raise TypeError(
            f"{layer}: the input must be a tensor or an array; received {type(inputs).__name__}. "
            "Pass keras.ops.convert_to_tensor(inputs)."
        )
    if _is_sparse_or_ragged(inputs):
        raise TypeError(
            f"{layer}: the input must be dense; received {type(inputs).__name__}. "
            "Densify it, and mark what is missing with keras.layers.Masking."
        )
    name = getattr(dtype, "name", None) or str(dtype).removeprefix("torch.")
    if name.startswith(("int", "uint", "bool")):
        raise ValueError(
            f"{layer}: the input must be of a floating-point dtype; received dtype={name}. "
            "Cast it: keras.ops.cast(inputs, 'float32')."
        )
    if "float" not in name:
        raise TypeError(
            f"{layer}: the input must be of a floating-point dtype; received dtype={name}. "
            "Encode it as real numbers first."
        )
    return inputs


def _is_sparse_or_ragged(inputs):
    kind = type(inputs).__name__
    named = kind in ("SparseTensor", "IndexedSlices", "RaggedTensor", "BCOO", "BCSR", "JAXSparse")
    return named or any(
        getattr(inputs, flag, False) is True for flag in ("sparse", "ragged", "is_sparse")
    )
