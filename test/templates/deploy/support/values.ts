/** Values for the placeholders of the deployment templates, as the README of the templates has them. */

const common = {
  MCP_SERVER_NAME: "example-mcp-server",
};

export const values = {
  python: {
    ...common,
    PYTHON_VERSION: "3.13.18",
    OTEL_DISTRO_VERSION: "0.21.0",
    RUN_FILES: "entrypoint.py",
  },
  node: {
    ...common,
    NODE_VERSION: "24.19.0",
    OTEL_DISTRO_VERSION: "0.13.0",
    INSTALL_COMMAND: "npm ci",
    BUILD_COMMAND: "npm run build",
    PRUNE_COMMAND: "npm prune --omit=dev",
    LOADER: "",
    ENTRYPOINT: "dist/entrypoint.js",
  },
};
