/** What names stand for: constants, parameters, what other files export, what Node.js gives. */

import { ts } from "../../source/compiler.js";
import { type Declared, lookup, rootOf } from "../../source/scope.js";
import { memberOf, part } from "./members-of-values.js";
import { globalValue, isProcessModule, processThing } from "./process-values.js";
import { fileOf, type Reader } from "./reader.js";
import { type Known, type Moment, unknown } from "./world.js";

export function named(reader: Reader, node: ts.Identifier, moment: Moment): Known {
  const declared = lookup(node, node.text, "value");
  return declared
    ? declaredValue(reader, declared, moment)
    : globalValue(node.text, fileOf(reader, node), moment);
}

function declaredValue(reader: Reader, declared: Declared, moment: Moment): Known {
  if (moment.frame.has(declared)) return moment.frame.get(declared);
  if (ts.isVariableDeclaration(declared)) return constant(reader, declared, moment);
  if (ts.isBindingElement(declared)) return taken(reader, declared, moment);
  if (ts.isImportSpecifier(declared) || ts.isImportClause(declared)) {
    return imported(reader, declared, moment);
  }
  if (!ts.isNamespaceImport(declared)) return unknown;
  return isProcessModule(specifierOf(declared)) ? processThing(moment) : unknown;
}

function constant(reader: Reader, declared: ts.VariableDeclaration, moment: Moment): Known {
  const isConstant = (declared.parent.flags & ts.NodeFlags.Const) !== 0;
  if (!isConstant || !declared.initializer) return unknown;
  const isOfModule = ts.isSourceFile(declared.parent.parent.parent);
  if (isOfModule && moment.constants.has(declared)) return moment.constants.get(declared);
  const value = reader.valueOf(declared.initializer, moment);
  if (isOfModule) moment.constants.set(declared, value);
  return value;
}

function specifierOf(declared: ts.Node): string {
  const statement = ts.findAncestor(declared, ts.isImportDeclaration);
  const specifier = statement?.moduleSpecifier;
  return specifier && ts.isStringLiteral(specifier) ? specifier.text : "";
}

function imported(
  reader: Reader,
  declared: ts.ImportSpecifier | ts.ImportClause,
  moment: Moment,
): Known {
  const specifier = specifierOf(declared);
  const name = ts.isImportSpecifier(declared) ? exportedName(declared) : "default";
  if (isProcessModule(specifier)) {
    return name === "default" ? processThing(moment) : memberOf(reader, processThing(moment), name);
  }
  const path = reader.project.resolveImport(declared.getSourceFile().fileName, specifier);
  const source = path ? reader.project.source(path) : undefined;
  const found = source && lookup(source, name, "value");
  return found ? declaredValue(reader, found, { ...moment, depth: moment.depth + 1 }) : unknown;
}

function taken(reader: Reader, element: ts.BindingElement, moment: Moment): Known {
  const root = rootOf(element);
  if (!ts.isVariableDeclaration(root) || !root.initializer || element.parent.parent !== root) {
    return unknown;
  }
  const whole = reader.valueOf(root.initializer, moment);
  const value = part(reader, element, whole);
  return value === undefined && element.initializer
    ? reader.valueOf(element.initializer, moment)
    : value;
}

function exportedName({ propertyName, name }: ts.ImportSpecifier): string {
  return (propertyName ?? name).text;
}
