/** Rules of what is installed and shipped: packages, images, dependencies. */

import type { Guides } from "./guide.js";
import { migrated, ping, services, wrapped, wrapper } from "./samples.js";

export const shipping = {
  "import-root": {
    why: "A module is imported by one name only: `python billing/serve.py` finds what lies beside it, and `python -m billing.serve` what lies beside its folder. An import by the wrong name stops the server at its start, so none is inserted where nothing tells the right one, or where it would lead nowhere.",
    examples: {
      python: {
        before: {
          "billing/serve.py": ping,
          "inventory/serve.py": ping,
        },
        after: {
          "billing/serve.py": ping,
          "inventory/serve.py": ping,
          "inventory/requirements.txt": "boto3>=1.35\nmcp>=1.23\n",
        },
      },
    },
  },
  "not-in-wheel": {
    why: "Tools import the services. Installed from a wheel that lacks them, the server does not even start.",
    examples: {
      python: {
        before: {
          "pyproject.toml": `[project]
name = "demo"
version = "1.0.0"

[tool.setuptools]
py-modules = ["server"]
`,
          "server.py": "",
          "cred_extract_services/__init__.py": services,
        },
        after: {
          "pyproject.toml": `[project]
name = "demo"
version = "1.0.0"

[tool.setuptools]
py-modules = ["server"]
packages = ["cred_extract_services"]
`,
          "server.py": "",
          "cred_extract_services/__init__.py": services,
        },
      },
    },
  },
  "not-shipped": {
    why: "A package that copies another one's build publishes it as its own: npm installs what that package's manifest lists, and the services load packages of theirs. A list of single files, in `files` or in a Dockerfile's `COPY`, leaves out a folder that was not there when it was written. Either way the server does not start.",
    examples: {
      typescript: {
        before: {
          "package.json": `{
  "name": "demo",
  "files": ["server.js"],
  "dependencies": { "@modelcontextprotocol/sdk": "^1.20.0" }
}
`,
          "server.ts": wrapped,
          "credential-services/index.ts": wrapper,
        },
        after: {
          "package.json": `{
  "name": "demo",
  "files": ["server.js", "credential-services"],
  "dependencies": { "@modelcontextprotocol/sdk": "^1.20.0" }
}
`,
          "server.ts": wrapped,
          "credential-services/index.ts": wrapper,
        },
      },
      python: {
        before: {
          Dockerfile: `FROM python:3.13-slim
COPY requirements.txt server.py ./
RUN pip install -r requirements.txt
CMD ["python", "server.py"]
`,
          "requirements.txt": "boto3>=1.35\nmcp>=1.23\n",
          "server.py": migrated,
          "cred_extract_services/__init__.py": services,
        },
        after: {
          Dockerfile: `FROM python:3.13-slim
COPY requirements.txt server.py ./
COPY cred_extract_services ./cred_extract_services
RUN pip install -r requirements.txt
CMD ["python", "server.py"]
`,
          "requirements.txt": "boto3>=1.35\nmcp>=1.23\n",
          "server.py": migrated,
          "cred_extract_services/__init__.py": services,
        },
      },
    },
  },
  "run-install": {
    why: "The services import packages that are now in the manifest, but not yet installed.",
    examples: {
      python: {
        before: {
          "server.py": "",
          "pyproject.toml": `[project]
name = "demo"
version = "1.0.0"
dependencies = ["mcp"]
`,
        },
        after: {
          "server.py": "",
          "pyproject.toml": `[project]
name = "demo"
version = "1.0.0"
dependencies = ["boto3>=1.35", "cryptography>=41", "mcp", "psycopg2-binary>=2.9", "sqlalchemy>=2.0"]
`,
        },
      },
    },
  },
} as const satisfies Guides;
