"""Where a step finds its inputs and parameters, and where it leaves its outputs.

The layout is the one that valohai-utils speaks too; a few lines of the standard library are enough for it.
"""

import argparse
import json
import os
import sys
from pathlib import Path

CONFIG = Path(os.environ.get("VH_CONFIG_DIR", "/valohai/config"))
INPUTS = Path(os.environ.get("VH_INPUTS_DIR", "/valohai/inputs"))
OUTPUTS = Path(os.environ.get("VH_OUTPUTS_DIR", "/valohai/outputs"))


def parameters(**defaults):
    """Values by name: the command line wins over parameters.json, and that over the defaults."""
    values = {**defaults, **{k: v for k, v in config("parameters").items() if k in defaults}}
    parser = argparse.ArgumentParser()
    for name, default in defaults.items():
        parser.add_argument(f"--{name}", type=type(default), default=values[name])
    return parser.parse_args()


def input_files(name, pattern):
    """Files of an input, in a fixed order; ends the step when there are none."""
    files = sorted((INPUTS / name).rglob(pattern))
    if not files:
        sys.exit(f'The input "{name}" has no {pattern}.')
    return files


def output(name):
    """Path of an output file."""
    path = OUTPUTS / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def describe(path, properties):
    """Properties of one output file, in a file beside it."""
    sidecar = path.with_name(path.name + ".metadata.json")
    sidecar.write_text(json.dumps(properties), encoding="utf-8")


def describe_all(properties_by_name):
    """Properties of many output files, in one file."""
    lines = (json.dumps({"file": name, "metadata": p}) for name, p in sorted(properties_by_name.items()))
    output("valohai.metadata.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def version_name():
    """Versions are named after the execution that made them: run-1, run-2 …"""
    return f"run-{config('execution').get('valohai.execution-counter', 'local')}"


def log(**values):
    """A line of JSON on standard output is metadata of the execution."""
    print(json.dumps(values), flush=True)


def config(name):
    try:
        return json.loads((CONFIG / f"{name}.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
