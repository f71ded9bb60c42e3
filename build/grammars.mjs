// The grammars whose parsers are put beside the program: by the packages they come from.
export const grammars = ["tree-sitter-bash", "tree-sitter-python"];
