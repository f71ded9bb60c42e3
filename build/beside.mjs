// What is put beside the program, out of the packages that it comes from.

/** The grammars of the parsers, by their packages. */
export const grammars = ["tree-sitter-bash", "tree-sitter-python"];

/** SQLite for a Node.js that brings none: files of sql.js, and what they are called here. */
export const sqlite = { "sql-wasm.js": "sql-wasm.cjs", "sql-wasm.wasm": "sql-wasm.wasm" };
