"""The server of `make run` and, beside it, the clock: `manage.py runperiodic --every 60`. One ends with the other.

Arguments: what follows `python` to start the server.
"""

import signal
import subprocess
import sys
from types import FrameType

CLOCK = ["manage.py", "runperiodic", "--every", "60"]
SIGNALS = (signal.SIGINT, signal.SIGTERM)


def main(server: list[str]) -> int:
    clock = subprocess.Popen([sys.executable, *CLOCK])
    serving = subprocess.Popen([sys.executable, *server])

    def stop(number: int, _frame: FrameType | None) -> None:
        serving.send_signal(number)

    for number in SIGNALS:
        signal.signal(number, stop)
    try:
        return serving.wait()
    finally:
        clock.terminate()
        clock.wait(timeout=30)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
