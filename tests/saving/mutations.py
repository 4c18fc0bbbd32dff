"""Every mutation of a `.keras` file by name: each takes a generator and the bytes."""

from tests.saving.mutations_bytes import ARCHIVE, BYTES
from tests.saving.mutations_config import CONFIGS
from tests.saving.mutations_weights import ARRAYS

MUTATIONS = {one.__name__: one for one in (*BYTES, *ARCHIVE, *CONFIGS, *ARRAYS)}
