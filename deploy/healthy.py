"""Exit with 0 when the web server beside us answers and says that the named parts are well, else with 1.

    python deploy/healthy.py database broker

The parts are those of ``/healthz``. A container asks only for what its own restart could mend: a worker that is
away is no reason to replace a web server.
"""

import http.client
import json
import os
import sys


def trouble(parts: list[str], port: int) -> list[str]:
    """Return each named part that is not well, with its state.

    Raises:
        OSError: nobody answers. ValueError: what answers is not our web server.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        states = json.loads(connection.getresponse().read())
    finally:
        connection.close()
    return [f"{part}: {states.get(part)}" for part in parts if states.get(part) != "ok"]


if __name__ == "__main__":
    try:
        wrong = trouble(sys.argv[1:], int(os.environ.get("GRANIAN_PORT", "8000")))
    except (OSError, ValueError, http.client.HTTPException) as error:
        wrong = [str(error)]
    print("; ".join(wrong) or "well")
    sys.exit(bool(wrong))
