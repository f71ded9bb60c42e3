"""`python -m mcp_retrofit`."""

import sys

from mcp_retrofit import main

sys.exit(main())
