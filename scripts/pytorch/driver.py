"""Runs scripts one after the other, each in its own folder, in one process: importing torch takes longer than most of them.

A line of standard input is a job, {"folder", "script", "args"}; a line of standard output is how it ended,
{"code", "output"}: its exit code, and what it printed.
"""

import contextlib
import io
import json
import os
import runpy
import sys
import traceback
from typing import List, Tuple

import torch


def run(folder: str, script: str, args: List[str]) -> Tuple[int, str]:
    """Runs a script as `python SCRIPT ARGS` would in that folder."""
    known = set(sys.modules)
    output = io.StringIO()
    code = 0
    os.chdir(folder)
    sys.argv = [script, *args]
    sys.path.insert(0, folder)
    torch.manual_seed(0)
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        try:
            runpy.run_path(os.path.join(folder, script), run_name="__main__")
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
            if isinstance(end.code, str):
                print(end.code)
        except Exception:
            traceback.print_exc()
            code = 1
    sys.path.remove(folder)
    # The next folder has a model.py of its own; what comes from elsewhere stays.
    for name in set(sys.modules) - known:
        file = getattr(sys.modules[name], "__file__", None)
        if file is not None and os.path.dirname(file) == folder:
            del sys.modules[name]
    return code, output.getvalue()


def main() -> None:
    answers = sys.stdout
    for line in sys.stdin:
        job = json.loads(line)
        code, output = run(os.path.realpath(job["folder"]), job["script"], job["args"])
        print(json.dumps({"code": code, "output": output}), file=answers, flush=True)


main()
