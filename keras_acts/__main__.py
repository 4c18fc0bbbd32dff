"""`python -m keras_acts`, the same as `keras-acts`."""

import sys

from keras_acts.cli import main

sys.exit(main())
