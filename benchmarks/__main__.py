"""Run the measurements: `python -m benchmarks [NAME …]`."""

import sys

from benchmarks.runner import main

sys.exit(main(sys.argv[1:]))
