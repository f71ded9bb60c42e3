# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Add, list and test accounts: `python -m <package>.cred_extract_services --help`."""

from .cli import main


raise SystemExit(main())
