/** What the servers of the layouts are put together from. */

export interface ServerLayout {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** The module to import once the server is installed from its wheel, and in editable mode. */
  readonly installed?: string;
  /** Its build has no editable mode that finds it: a folder with another name than its package. */
  readonly wheelOnly?: true;
  /** Scripts and modules that are run in the checkout: "src/server.py", "-m inventory.server". */
  readonly run?: readonly string[];
  /** Where the services are expected, where that is not the package `inventory`. */
  readonly services?: string;
}

const head = `import boto3
from mcp.server.fastmcp import FastMCP
`;

const body = `
mcp = FastMCP("inventory")


@mcp.tool()
def list_buckets(prefix: str = "") -> list:
    """List the buckets."""
    return boto3.client("s3").list_buckets()["Buckets"]


def main() -> None:
    mcp.run()


if __name__ == "__main__":
    main()
`;

/** A server that imports something of its own, or nothing. */
export const server = (own = ""): string => `${head}${own ? `\n${own}\n` : ""}${body}`;

export const shape = "def shape(names):\n    return sorted(names)\n";
export const absolute = server("from inventory.shape import shape");
export const REQUIREMENTS = { "requirements.txt": "mcp\nboto3\n" };

/** A pyproject.toml. Nothing is to be installed beside what the tests have. */
export function project(backend: string, more = "", name = "inventory"): string {
  const requires = backend.split(".")[0]?.replace("flit_core", "flit-core");
  return `[build-system]
requires = ["${requires}"]
build-backend = "${backend}"

[project]
name = "${name}"
version = "1"
description = "An inventory"
dependencies = ["boto3>=1.35", "cryptography>=41", "mcp", "psycopg2-binary>=2.9", "sqlalchemy>=2.0"]
${more}`;
}

/** The package `inventory` in a folder. */
export function inventory(folder: string, text = absolute): Record<string, string> {
  const at = folder === "" ? "inventory" : `${folder}/inventory`;
  return { [`${at}/__init__.py`]: "", [`${at}/server.py`]: text, [`${at}/shape.py`]: shape };
}

/** More modules than the package with the tools has, none of which serves any. */
export function others(folder: string, name = "web"): Record<string, string> {
  const names = ["__init__", "app", "models", "urls", "views", "forms"];
  return Object.fromEntries(names.map((each) => [`${folder}${name}/${each}.py`, "x = 1\n"]));
}
