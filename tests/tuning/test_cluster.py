"""Trials as tasks of a Ray cluster of three nodes on this machine, one of which is killed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from keras_acts import agree, results
from tests.tuning.sweeps import SIXTY, written

RUN = """
import sys
import time
from functools import partial
from pathlib import Path
from keras_acts.tuning.engine import Here
from keras_acts.tuning.read import read
from keras_acts.tuning.sweep import sweep
from keras_acts.tuning.threads import use
from tests.tuning.trials import trained

path, out = map(Path, sys.argv[1:])
use(1)
start, said = Here, []

def say(line):
    said.append(line)
    if len(said) == 20 and start is not Here:
        local.remove_node(nodes[0], allow_graceful=False)

if out.name == "ray":
    from ray.cluster_utils import Cluster as Local
    from keras_acts.tuning.cluster import Cluster

    local = Local(initialize_head=True, head_node_args={"num_cpus": 1})
    nodes = [local.add_node(num_cpus=1) for _ in range(2)]
    start = partial(Cluster, address=local.address, cpus=1)
begun = time.monotonic()
done = sweep(read(path), path, out, say, trained, start)
print(f"{time.monotonic() - begun:.1f}", dict(done))
"""


@pytest.mark.slow
def test_a_node_is_killed_and_the_table_is_that_of_one_process(tmp_path, record_property):
    pytest.importorskip("ray", reason="needs the extra `ray`")
    path = written(tmp_path, SIXTY)
    alone = seconds(path, tmp_path / "one")
    three = seconds(path, tmp_path / "ray")
    record_property("figure", f"Ray: {three} s on 3 nodes, one killed; one process {alone} s")
    assert rows(tmp_path / "ray") == rows(tmp_path / "one")
    lines = (tmp_path / "ray.log").read_text().splitlines()
    assert len({line.split()[2] for line in lines}) >= 3


def seconds(path, out):
    """How long the 60 trials of a sweep take, by a cluster if that is what `out` is called."""
    env = {"RAY_USAGE_STATS_ENABLED": "0", "KERAS_ACTS_LOG": f"{out}.log"}
    env |= {"PYTHONPATH": str(Path(__file__).parents[2])}
    arguments = [sys.executable, "-W", "ignore", "-c", RUN, str(path), str(out)]
    run = subprocess.run(
        arguments, env={**os.environ, **env}, capture_output=True, text=True, timeout=600
    )
    assert run.stdout.endswith("{'ok': 60}\n"), run.stderr
    return run.stdout.splitlines()[-1].split()[0]


def rows(folder):
    """What rows say but for clocks."""
    clocks = dict.fromkeys(agree.CLOCKS, 0)
    return [row | clocks for row in results.read_rows(folder)]
