"""The server of `make run` and, beside it, the clock: `manage.py runperiodic --every 60`. One ends with the other.

Arguments: what follows `python` to start the server.
"""

import signal
import subprocess
import sys
import time
from types import FrameType

CLOCK = ["manage.py", "runperiodic", "--every", "60"]
LOOKED_AFTER = 0.2  # seconds
SIGNALS = (signal.SIGINT, signal.SIGTERM)


def main(server: list[str]) -> int:
    """The server's exit code; 1 when the clock ended by itself, for a portal without it forgets what is due."""
    serving, _clock = both = [subprocess.Popen([sys.executable, *command]) for command in (server, CLOCK)]
    asked = False

    def stop(number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked = True
        for process in both:
            process.send_signal(number)

    for number in SIGNALS:
        signal.signal(number, stop)
    while all(process.poll() is None for process in both):
        time.sleep(LOOKED_AFTER)
    is_broken = serving.poll() is None and not asked
    for process in both:
        process.terminate()
        process.wait(timeout=30)
    return 1 if is_broken else serving.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
