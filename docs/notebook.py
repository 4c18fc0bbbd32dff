"""examples/choosing.ipynb, executed: writes it anew with what its cells show.

python -m docs.notebook examples/choosing.ipynb
"""

import sys
from pathlib import Path

import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

PATH = Path(__file__).parents[1] / "examples" / "choosing.ipynb"


def executed(path: Path = PATH) -> nbformat.NotebookNode:
    """The notebook with the outputs of a fresh kernel, but for what backends say on stderr."""
    notebook = nbformat.read(path, as_version=4)
    kernel = AsyncKernelManager(kernel_name="python3", transport="ipc")
    NotebookClient(notebook, km=kernel, timeout=300, record_timing=False).execute()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [one for one in cell.outputs if one.get("name") != "stderr"]
    return notebook


if __name__ == "__main__":
    nbformat.write(executed(), sys.argv[1])
