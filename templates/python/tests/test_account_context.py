"""The account context: which credentials a tool call runs with."""

from __future__ import annotations

import json
import pytest

# --- fitted to this server -----------------------------------------------------------------------
from {{SERVICES}} import AccountNotFoundError, _setup_account_context  # noqa: E402
# -------------------------------------------------------------------------------------------------
