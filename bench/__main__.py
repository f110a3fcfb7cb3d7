"""`make bench`: every benchmark, one after the other, each in a province and a process of its own."""

import os
import subprocess
import sys
import time

from bench.figures import title

ALL = ("weight", "filing", "types", "citizens", "scale")


def main() -> int:
    """Runs those named on the command line, or all; 1 when one could not be run."""
    began = time.perf_counter()
    chosen = sys.argv[1:] or list(ALL)
    failed = [name for name in chosen if subprocess.call([sys.executable, "-m", f"bench.{name}"])]
    title(
        f"{len(chosen)} benchmarks in {time.perf_counter() - began:.0f} s on {os.cpu_count()} cores,"
        f" load {os.getloadavg()[0]:.1f} at the end"
    )
    for name in failed:
        print(f"bench.{name} could not be run")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
