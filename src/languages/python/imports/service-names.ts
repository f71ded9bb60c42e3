/** What the services' names are called in a module, and what an import must ask for. */

import type { Node } from "web-tree-sitter";
import type { Module } from "../source/parse.js";

export const SERVICES = "cred_extract_services";

/** One name that a module imports at its top level. */
export interface Imported {
  readonly module: string;
  readonly name: string;
  readonly local: string;
}

const known = new WeakMap<Module, readonly Imported[]>();

/** The names that the module imports from the services, wherever those lie. */
export function servicesImports(module: Module): readonly Imported[] {
  const found = known.get(module);
  if (found) return found;
  const imports = module.text.includes(SERVICES) ? readImports(module) : [];
  known.set(module, imports);
  return imports;
}

/** The name under which a module can use a name of the services, imported or still to be imported. */
export interface ServiceName {
  readonly local: string;
  /** What an ImportNeed lists: the name, or `name as local` where the module uses the name for something else. */
  readonly need: string;
}

const services = new WeakMap<Module, Map<string, ServiceName>>();

/** Looks the name up in the module; where something else has it, the name gets an alias. */
export function serviceName(module: Module, name: string): ServiceName {
  const names = services.get(module) ?? new Map<string, ServiceName>();
  services.set(module, names);
  const found = names.get(name) ?? lookUp(module, name);
  names.set(name, found);
  return found;
}

function lookUp(module: Module, name: string): ServiceName {
  const imported = servicesImports(module).find((one) => one.name === name);
  if (imported) return { local: imported.local, need: needOf(name, imported.local) };
  const local = isTaken(module, name) ? `retrofit_${name.replace(/^_+/, "")}` : name;
  return { local, need: needOf(name, local) };
}

/** The name as an import writes it: `name`, or `name as local`. */
export function needOf(name: string, local: string): string {
  return name === local ? name : `${name} as ${local}`;
}

/** Whether a statement at the top level of the module, or in this function, imports the name. */
export function isImported(module: Module, name: string, within?: Node): boolean {
  const isIn = (node: Node): boolean => namesOf(node).some(({ local }) => local === name);
  if (module.root.namedChildren.some((node) => node.type === FROM && isIn(node))) return true;
  return within?.descendantsOfType(FROM).some(isIn) ?? false;
}

/** The names of a `from … import …`. */
export function namesOf(statement: Node): Imported[] {
  const source = statement.childForFieldName("module_name")?.text.replace(/\s/g, "") ?? "";
  return statement.childrenForFieldName("name").map((node) => {
    const alias = node.childForFieldName("alias")?.text;
    const name = (node.childForFieldName("name") ?? node).text;
    return { module: source, name, local: alias ?? name };
  });
}

/** Whether a module path leads into the services folder. */
export function isServices(modulePath: string): boolean {
  return modulePath.split(".").includes(SERVICES);
}

const FROM = "import_from_statement";

function readImports(module: Module): Imported[] {
  const statements = module.root.namedChildren.filter(({ type }) => type === FROM);
  return statements.flatMap((node) => namesOf(node).filter((one) => isServices(one.module)));
}

/** Whether the module binds the name at its top level. */
export function isTaken({ root, text }: Module, name: string): boolean {
  if (!new RegExp(`\\b${name}\\b`).test(text)) return false;
  return root.namedChildren.some((node) => boundBy(node).includes(name));
}

function boundBy(node: Node): string[] {
  switch (node.type) {
    case "function_definition":
    case "class_definition":
      return [node.childForFieldName("name")?.text ?? ""];
    case "decorated_definition":
      return boundBy(node.childForFieldName("definition") ?? node.namedChildren.at(-1) ?? node);
    case "expression_statement":
      return [node.firstNamedChild?.childForFieldName("left")?.text ?? ""];
    case FROM:
    case "import_statement":
      return namesOf(node).map(({ local }) => local);
    default:
      return [];
  }
}
