"""Trials as tasks of a Ray cluster of three nodes on this machine, one of which is killed."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from keras_acts import results
from tests.tuning.sweeps import swept, written
from tests.tuning.trials import LIGHT, logged

RUN = """
import sys
import time
from functools import partial
from pathlib import Path
from ray.cluster_utils import Cluster as Local
from keras_acts.tuning.cluster import Cluster
from keras_acts.tuning.read import read
from keras_acts.tuning import sweep as module
from tests.tuning.trials import logged

module.rehearse = lambda spec, arrays: None  # NumPy cannot train a model
path, out = map(Path, sys.argv[1:])
local = Local(initialize_head=True, head_node_args={"num_cpus": 1})
nodes = [local.add_node(num_cpus=1) for _ in range(2)]
said = []

def say(line):
    said.append(line)
    if len(said) == 6:
        local.remove_node(nodes[0], allow_graceful=False)

begun = time.monotonic()
start = partial(Cluster, address=local.address, cpus=1)
done = module.sweep(read(path), path, out, say, logged, start)
seconds = time.monotonic() - begun
local.shutdown()
print(f"{seconds:.1f}", dict(done))
"""


@pytest.mark.slow
def test_a_node_is_killed_and_the_table_is_that_of_one_process(
    tmp_path, monkeypatch, record_property
):
    pytest.importorskip("ray", reason="needs the extra `ray`")
    path = written(tmp_path)
    monkeypatch.setenv("KERAS_ACTS_SECONDS", "0.5")
    monkeypatch.setenv("KERAS_ACTS_LOG", str(tmp_path / "one.log"))
    begun = time.monotonic()
    swept(path, tmp_path / "one", logged)
    alone = time.monotonic() - begun
    light = {"KERAS_BACKEND": LIGHT, "RAY_USAGE_STATS_ENABLED": "0"}
    light |= {"KERAS_ACTS_LOG": str(tmp_path / "log"), "PYTHONPATH": str(Path(__file__).parents[2])}
    arguments = [sys.executable, "-W", "ignore", "-c", RUN, str(path), str(tmp_path / "ray")]
    run = subprocess.run(
        arguments, env={**os.environ, **light}, capture_output=True, text=True, timeout=300
    )
    assert run.stdout.endswith("{'ok': 24}\n"), run.stderr
    three = run.stdout.splitlines()[-1].split()[0]
    record_property("figure", f"Ray: {three} s on 3 nodes, one killed; one process {alone:.1f} s")
    assert rows(tmp_path / "ray") == rows(tmp_path / "one")
    lines = (tmp_path / "log").read_text().splitlines()
    assert len({line.split()[2] for line in lines}) >= 3


def rows(folder):
    """What rows say but for clocks and threads."""
    return [json.dumps({**row, "threads": 0}) for row in results.read_rows(folder)]
