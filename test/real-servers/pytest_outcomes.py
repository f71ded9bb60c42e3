"""A pytest plugin that writes each test's outcome to OUTCOMES_FILE, a JSON pair a line."""

import json
import os


def pytest_runtest_logreport(report):
    """Write the call's outcome, and that of a set-up or tear-down that did not pass."""
    if report.when == "call" or report.outcome != "passed":
        _write(report.nodeid, report.outcome)


def pytest_collectreport(report):
    """Write a file that could not be imported as one failed test."""
    if report.failed:
        _write(report.nodeid, "failed")


def _write(name, outcome):
    with open(os.environ["OUTCOMES_FILE"], "a", encoding="utf-8") as file:
        print(json.dumps([name, outcome]), file=file)
