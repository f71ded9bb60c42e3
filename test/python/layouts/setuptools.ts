/** Layouts that setuptools is told of, in each of its three files. */

import {
  absolute,
  inventory,
  others,
  project,
  type ServerLayout,
  server,
  shape,
} from "./pieces.js";

const setuptools = (table: string): string => project("setuptools.build_meta", `\n${table}\n`);
const legacy = (rest: string): string => `from setuptools import find_packages, setup

setup(name="inventory", version="1", install_requires=["boto3>=1.35", "cryptography>=41", "mcp", "psycopg2-binary>=2.9", "sqlalchemy>=2.0"], ${rest})
`;

export const ofSetuptools: readonly ServerLayout[] = [
  {
    name: "setuptools-package-dir",
    files: {
      "pyproject.toml": setuptools(
        '[tool.setuptools]\npackages = ["inventory"]\npackage-dir = { "" = "lib" }',
      ),
      ...inventory("lib"),
    },
  },
  {
    name: "setuptools-where",
    files: {
      "pyproject.toml": setuptools('[tool.setuptools.packages.find]\nwhere = ["lib"]'),
      ...inventory("lib", server()),
      ...others("tools/"),
    },
  },
  {
    name: "setuptools-renamed",
    wheelOnly: true,
    services: "lib",
    files: {
      "pyproject.toml": setuptools(
        '[tool.setuptools]\npackages = ["inventory"]\npackage-dir = { inventory = "lib" }',
      ),
      "lib/__init__.py": "",
      "lib/server.py": absolute,
      "lib/shape.py": shape,
    },
  },
  {
    name: "setuptools-subpackage",
    installed: "inventory.reports.tools",
    files: {
      "pyproject.toml": setuptools(
        '[tool.setuptools]\npackages = ["inventory", "inventory.reports"]\npackage-dir = { "" = "src" }',
      ),
      "src/inventory/__init__.py": "",
      "src/inventory/shape.py": shape,
      "src/inventory/reports/__init__.py": "",
      "src/inventory/reports/tools.py": server("from ..shape import shape"),
      "src/inventory/reports/daily.py": "x = 1\n",
    },
  },
  {
    name: "setuptools-modules",
    installed: "server",
    services: "lib",
    files: {
      "pyproject.toml": setuptools(
        '[tool.setuptools]\npy-modules = ["server", "shape"]\npackage-dir = { "" = "lib" }',
      ),
      "lib/server.py": server("from shape import shape"),
      "lib/shape.py": shape,
    },
  },
  { name: "setuptools-flat", files: { "pyproject.toml": setuptools(""), ...inventory("") } },
  {
    name: "setup-cfg-lib",
    files: {
      "pyproject.toml":
        '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n',
      "setup.cfg":
        "[metadata]\nname = inventory\nversion = 1\n\n[options]\npackage_dir =\n    = lib\npackages = find:\ninstall_requires =\n    boto3>=1.35\n    cryptography>=41\n    mcp\n    psycopg2-binary>=2.9\n    sqlalchemy>=2.0\n\n[options.packages.find]\nwhere = lib\n",
      ...inventory("lib", server()),
    },
  },
  {
    name: "setup-py-lib",
    files: {
      "setup.py": legacy('package_dir={"": "lib"}, packages=find_packages("lib")'),
      ...inventory("lib", server()),
      ...others(""),
    },
  },
  {
    name: "setup-py-list",
    files: {
      "setup.py": legacy('package_dir={"": "lib"}, packages=["inventory"]'),
      ...inventory("lib"),
    },
  },
];
