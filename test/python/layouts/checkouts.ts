/** Layouts that nothing builds: how they are imported shows by their imports, or by how they are started. */

import { inventory, others, REQUIREMENTS, type ServerLayout, server, shape } from "./pieces.js";

const dockerfile = (copy: string, command: string): string =>
  `FROM python:3.12\nWORKDIR /app\nCOPY ${copy}\nRUN pip install -r requirements.txt\nCMD ${command}\n`;

export const inCheckouts: readonly ServerLayout[] = [
  {
    name: "script-beside-package",
    run: ["src/server.py"],
    services: "src",
    files: {
      ...REQUIREMENTS,
      "src/server.py": server("from tools.shape import shape"),
      "src/tools/__init__.py": "",
      "src/tools/shape.py": shape,
      ...others(""),
    },
  },
  {
    name: "script-at-the-root",
    run: ["server.py"],
    files: {
      ...REQUIREMENTS,
      "server.py": "from inventory.server import main\n\nif __name__ == '__main__':\n    main()\n",
      ...inventory("", server()),
      ...others(""),
    },
  },
  {
    name: "tools-in-the-script",
    run: ["server.py"],
    services: ".",
    files: { ...REQUIREMENTS, "server.py": server("from web.app import x"), ...others("") },
  },
  {
    name: "script-in-a-package",
    run: ["inventory/server.py"],
    services: "inventory",
    files: { ...REQUIREMENTS, ...inventory("", server("from shape import shape")) },
  },
  {
    name: "script-by-its-readme",
    run: ["inventory/server.py"],
    services: "inventory",
    files: {
      ...REQUIREMENTS,
      "README.md":
        '```json\n{"command": "python", "args": ["/path/to/inventory/server.py"]}\n```\n',
      "inventory/__init__.py": "",
      "inventory/server.py": server(),
    },
  },
  {
    name: "module-by-its-readme",
    run: ["-m inventory.server"],
    files: {
      ...REQUIREMENTS,
      "README.md": '```json\n{"command": "python",\n "args": ["-m", "inventory.server"]}\n```\n',
      "inventory/__init__.py": "",
      "inventory/server.py": server(),
    },
  },
  {
    name: "module-by-its-image",
    run: ["-m src.server"],
    services: "src",
    files: {
      ...REQUIREMENTS,
      Dockerfile: dockerfile(". .", '["python", "-m", "src.server"]'),
      "src/server.py": server(),
    },
  },
  {
    name: "script-by-its-image",
    run: ["src/server.py"],
    services: "src",
    files: {
      ...REQUIREMENTS,
      Dockerfile: dockerfile("src/ ./", '["python", "server.py"]'),
      "src/__init__.py": "",
      "src/server.py": server(),
    },
  },
  {
    name: "named-from-the-root",
    run: ["-m src.inventory.server"],
    services: "src/inventory",
    files: {
      ...REQUIREMENTS,
      ...inventory("src", server("from src.inventory.shape import shape")),
    },
  },
  {
    name: "folders-without-init",
    run: ["-m app.server"],
    services: "app",
    files: {
      ...REQUIREMENTS,
      "app/server.py":
        "from app.tools.buckets import main\n\nif __name__ == '__main__':\n    main()\n",
      "app/tools/buckets.py": server("from app.tools.shape import shape"),
      "app/tools/shape.py": shape,
    },
  },
  {
    name: "not-built",
    run: ["src/server.py"],
    services: "src",
    files: {
      "pyproject.toml":
        '[project]\nname = "inventory"\nversion = "1"\ndependencies = ["boto3", "mcp"]\n',
      "src/server.py": server(),
      ...others(""),
    },
  },
  {
    name: "relative-without-build",
    run: ["-m inventory"],
    files: {
      ...REQUIREMENTS,
      "inventory/__main__.py": "from .server import main\n\nmain()\n",
      ...inventory("", server("from .shape import shape")),
    },
  },
  {
    name: "imports-both-ways",
    run: ["-m inventory.server"],
    files: {
      ...REQUIREMENTS,
      "README.md": "Run `python -m inventory.server`.\n",
      ...inventory(
        "",
        server(
          "try:\n    from .shape import shape\nexcept ImportError:\n    from shape import shape",
        ),
      ),
    },
  },
  {
    name: "path-set-in-the-script",
    run: ["bin/serve.py"],
    services: "bin",
    files: {
      ...REQUIREMENTS,
      "bin/serve.py": server(
        "import sys\n\nsys.path.insert(0, 'lib')\n\nfrom shapes.shape import shape",
      ),
      "lib/shapes/__init__.py": "",
      "lib/shapes/shape.py": shape,
    },
  },
  {
    name: "tests-of-its-own",
    run: ["server.py"],
    services: ".",
    files: {
      ...REQUIREMENTS,
      "server.py": server(),
      "tests/__init__.py": "",
      "tests/conftest.py": "from mcp.server.fastmcp import FastMCP\n\nmcp = FastMCP('fake')\n",
      "tests/helpers.py": "from mcp.server.fastmcp import FastMCP\n",
      "tests/test_server.py": "from tests.conftest import mcp\n",
    },
  },
];
