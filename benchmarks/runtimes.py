"""The formats `keras.Model.export` writes, and each one's own runtime."""

import subprocess
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np

SERVE = """
import sys
sys.modules["keras_acts"] = sys.modules["keras"] = None
import numpy as np, tensorflow as tf
x = tf.constant(np.load("probe.npy"))
for path in sys.argv[1:]:
    loaded = tf.saved_model.load(path)
    served = loaded.serve(x)
    served = served if isinstance(served, dict) else {"output": served}
    np.savez(path + ".npz", **{key: value.numpy() for key, value in served.items()})
"""


def serve_saved_models(paths, x):
    """The outputs of each SavedModel, from one fresh process that can import TensorFlow only."""
    folder = Path(paths[0]).parent
    np.save(folder / "probe.npy", x)
    names = [path.name for path in paths]
    command = [sys.executable, "-c", SERVE, *names]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"serving failed:\n{done.stderr[-2000:]}")
    return [dict(np.load(folder / f"{name}.npz")) for name in names]


def run_onnx(path, x):
    """The outputs of an ONNX file by onnxruntime, once the checker has passed it.

    The checker comes first since Keras reports success for a file with operators ONNX lacks.
    """
    import onnx
    import onnxruntime

    onnx.checker.check_model(onnx.load(path), full_check=True)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, {session.get_inputs()[0].name: x})))


def run_litert(path, x):
    """The outputs of a LiteRT file by the interpreter that TensorFlow comes with."""
    import tensorflow as tf

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # it advises another package
        runner = tf.lite.Interpreter(str(path)).get_signature_runner()
    return runner(**{next(iter(runner.get_input_details())): x})


def one_by_one(run):
    """`run` for many paths; where it raises, the exception stands for the outputs."""

    def attempt(path, x):
        try:
            return run(path, x)
        except Exception as error:
            return error

    return lambda paths, x: [attempt(path, x) for path in paths]


@dataclass(frozen=True)
class Format:
    """A format, the ending of its files, and what runs them: run(paths, x) -> outputs of each."""

    name: str
    suffix: str
    run: Callable

    def export(self, net: keras.Model, folder, name) -> Path:
        """Where `net`, which has been called once, now lies in this format."""
        path = Path(folder) / f"{name}{self.suffix}"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # np.object, in Keras's use of tf2onnx
            net.export(path, format=self.name, verbose=False)
        return path


FORMATS = (
    Format("tf_saved_model", "", serve_saved_models),
    Format("onnx", ".onnx", one_by_one(run_onnx)),
    Format("litert", ".tflite", one_by_one(run_litert)),
)
