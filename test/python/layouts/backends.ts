/** Layouts that a build backend other than setuptools is told of. */

import {
  absolute,
  inventory,
  others,
  project,
  type ServerLayout,
  server,
  shape,
} from "./pieces.js";

const hatch = (table: string): string =>
  project("hatchling.build", `\n[tool.hatch.build.targets.wheel]\n${table}\n`);
const poetry = (packages: string): string =>
  project("poetry.core.masonry.api", `\n[tool.poetry]\npackages = [${packages}]\n`);
const uv = (table: string): string => project("uv_build", `\n[tool.uv.build-backend]\n${table}\n`);

export const ofBackends: readonly ServerLayout[] = [
  {
    name: "hatch-lib",
    files: { "pyproject.toml": hatch('packages = ["lib/inventory"]'), ...inventory("lib") },
  },
  {
    name: "hatch-silent",
    files: {
      "pyproject.toml": hatch('packages = ["lib/inventory"]'),
      ...inventory("lib", server()),
      ...others(""),
    },
  },
  {
    name: "hatch-relative",
    files: {
      "pyproject.toml": hatch('packages = ["python/inventory"]'),
      ...inventory("python", server("from .shape import shape")),
    },
  },
  {
    name: "hatch-sources",
    files: {
      "pyproject.toml": hatch('only-include = ["lib/inventory"]\nsources = ["lib"]'),
      ...inventory("lib"),
    },
  },
  {
    name: "hatch-sources-renamed",
    wheelOnly: true,
    services: "lib",
    files: {
      "pyproject.toml": hatch('only-include = ["lib"]\nsources = { "lib" = "inventory" }'),
      "lib/__init__.py": "",
      "lib/server.py": absolute,
      "lib/shape.py": shape,
    },
  },
  {
    name: "hatch-force-include",
    wheelOnly: true,
    files: {
      "pyproject.toml": hatch('force-include = { "lib/inventory" = "inventory" }'),
      ...inventory("lib"),
    },
  },
  {
    name: "hatch-two-packages",
    files: {
      "pyproject.toml": hatch('packages = ["src/billing", "src/inventory"]'),
      ...inventory("src"),
      ...others("src/", "billing"),
    },
  },
  {
    name: "hatch-namespace",
    installed: "acme.inventory.server",
    services: "lib/acme/inventory",
    files: {
      "pyproject.toml": hatch('packages = ["lib/acme"]'),
      "lib/acme/inventory/__init__.py": "",
      "lib/acme/inventory/server.py": server("from acme.inventory.shape import shape"),
      "lib/acme/inventory/shape.py": shape,
      "lib/acme/billing/__init__.py": "",
      "lib/acme/billing/bills.py": "x = 1\n",
    },
  },
  {
    name: "hatch-without-init",
    files: {
      "pyproject.toml": hatch('packages = ["lib/inventory"]'),
      "lib/inventory/server.py": absolute,
      "lib/inventory/shape.py": shape,
    },
  },
  {
    name: "poetry-lib",
    files: {
      "pyproject.toml": poetry('{ include = "inventory", from = "lib" }'),
      ...inventory("lib"),
    },
  },
  {
    name: "poetry-silent",
    files: {
      "pyproject.toml": poetry('{ include = "inventory", from = "lib" }'),
      ...inventory("lib", server()),
      ...others("lib/"),
    },
  },
  {
    name: "poetry-to",
    wheelOnly: true,
    installed: "acme.inventory.server",
    services: "lib/inventory",
    files: {
      "pyproject.toml": poetry('{ include = "inventory", from = "lib", to = "acme" }'),
      ...inventory("lib", server("from acme.inventory.shape import shape")),
    },
  },
  {
    name: "poetry-module",
    installed: "server",
    services: "lib",
    files: {
      "pyproject.toml": poetry('{ include = "server.py", from = "lib" }'),
      "lib/server.py": server(),
    },
  },
  {
    name: "poetry-two-roots",
    files: {
      "pyproject.toml": poetry(
        '{ include = "shared", from = "libs" }, { include = "inventory", from = "apps" }',
      ),
      ...inventory("apps", server("from shared.app import x")),
      ...others("libs/", "shared"),
    },
  },
  { name: "uv-lib", files: { "pyproject.toml": uv('module-root = "lib"'), ...inventory("lib") } },
  {
    name: "uv-root",
    files: { "pyproject.toml": uv('module-root = ""'), ...inventory("", server()), ...others("") },
  },
  {
    name: "uv-src",
    files: { "pyproject.toml": project("uv_build"), ...inventory("src", server()), ...others("") },
  },
  {
    name: "uv-namespace",
    installed: "acme.inventory.server",
    services: "python/acme/inventory",
    files: {
      "pyproject.toml": uv('module-root = "python"\nmodule-name = "acme.inventory"'),
      "python/acme/inventory/__init__.py": "",
      "python/acme/inventory/server.py": server(),
    },
  },
  {
    name: "pdm-lib",
    files: {
      "pyproject.toml": project("pdm.backend", '\n[tool.pdm.build]\npackage-dir = "lib"\n'),
      ...inventory("lib"),
    },
  },
  {
    name: "pdm-includes",
    files: {
      "pyproject.toml": project(
        "pdm.backend",
        '\n[tool.pdm.build]\npackage-dir = "lib"\nincludes = ["lib/inventory"]\n',
      ),
      ...inventory("lib", server()),
      ...others("lib/"),
    },
  },
  {
    name: "flit-src",
    files: { "pyproject.toml": project("flit_core.buildapi"), ...inventory("src"), ...others("") },
  },
  {
    name: "flit-module",
    files: {
      "pyproject.toml": project(
        "flit_core.buildapi",
        '\n[tool.flit.module]\nname = "inventory"\n',
        "acme-inventory",
      ),
      ...inventory("", server()),
    },
  },
  {
    name: "scikit-python",
    files: {
      "pyproject.toml": project(
        "scikit_build_core.build",
        '\n[tool.scikit-build]\nwheel.cmake = false\nwheel.packages = ["python/inventory"]\n',
      ),
      ...inventory("python", server()),
    },
  },
];
