/** What loading a server's main does, followed by syntax: whether it comes to start the server, and how. */

import { ts } from "../../source/compiler.js";
import { bare, calledName, type FunctionNode, isFunctionNode } from "../../source/nodes.js";
import type { Project } from "../../source/parse.js";
import type { Callees } from "./callees.js";
import { enter as entering } from "./calls-of-values.js";
import { commandsFor } from "./commands.js";
import type { Reader } from "./reader.js";
import {
  atOnce,
  ends,
  isExit,
  isLoading,
  isOfTypes,
  isShort,
  later,
  leaves,
  shownFrame,
} from "./steps.js";
import { type Found, transportOf } from "./transports.js";
import { type Moment, truthOf, unknown, type World } from "./world.js";

/** A way in which the server begins to serve, in one course of loading its main. */
export interface Start extends Found {
  /** Whether nothing unknown decides that it comes to this. */
  readonly isSure: boolean;
  readonly moment: Moment;
}

export interface Course {
  readonly starts: readonly Start[];
  /** The texts that conditions compare with and the subcommands that are declared. */
  readonly words: ReadonlySet<string>;
  /** The variables of the environment that were read. */
  readonly variables: ReadonlySet<string>;
}

/** How many expressions are looked at before a course is given up. */
const enough = 60_000;

/** Follows the loading of a module in a world. */
export function follow(
  main: string,
  world: World,
  project: Project,
  reader: Reader,
  calleesOf: Callees,
  mayStart: (file: string) => boolean,
): Course {
  const starts: Start[] = [];
  const words = new Set<string>();
  const loaded = new Set<string>();
  const entered = new Set<string>();
  let steps = 0;

  function load(file: string, isSure: boolean, moment: Moment): void {
    const source = mayStart(file) && !loaded.has(file) ? project.source(file) : undefined;
    if (!source) return;
    loaded.add(file);
    for (const statement of source.statements) {
      if (!run(statement, isSure, { ...moment, frame: new Map(), depth: 0 })) return;
    }
  }

  function loadFrom(
    node: ts.Node,
    specifier: ts.Node | undefined,
    isSure: boolean,
    moment: Moment,
  ): void {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const path = project.resolveImport(node.getSourceFile().fileName, specifier.text);
    if (path) load(path, isSure, moment);
  }

  /** Whether it goes on behind a statement. */
  function run(node: ts.Statement, isSure: boolean, moment: Moment): boolean {
    if (ts.isBlock(node)) return runAll(node.statements, isSure, moment);
    if (ts.isIfStatement(node)) return branch(node, isSure, moment);
    if (ts.isSwitchStatement(node)) return choose(node, isSure, moment);
    if (ts.isTryStatement(node)) return attempt(node, isSure, moment);
    if (ts.isReturnStatement(node) || ts.isThrowStatement(node)) {
      if (node.expression && ts.isReturnStatement(node)) look(node.expression, isSure, moment);
      return false;
    }
    return declare(node, isSure, moment) || lookWithin(node, isSure, moment);
  }

  /** Imports, declarations and loops, behind which it always goes on; false for other statements. */
  function declare(node: ts.Statement, isSure: boolean, moment: Moment): boolean {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      if (!isOfTypes(node)) loadFrom(node, node.moduleSpecifier, isSure, moment);
      return true;
    }
    if (ts.isIterationStatement(node, false)) run(node.statement, false, moment);
    return (
      ts.isIterationStatement(node, false) ||
      ts.isFunctionDeclaration(node) ||
      ts.isClassDeclaration(node)
    );
  }

  function runAll(statements: readonly ts.Statement[], isSure: boolean, moment: Moment): boolean {
    return statements.every((each) => run(each, isSure, moment));
  }

  function branch(node: ts.IfStatement, isSure: boolean, moment: Moment): boolean {
    look(node.expression, isSure, moment);
    const reads = reader.reads.length;
    const truth = truthIn(node.expression, moment);
    const isConfigured = reader.reads.length > reads;
    const [taken, other] =
      truth === false
        ? [node.elseStatement, node.thenStatement]
        : [node.thenStatement, node.elseStatement];
    const begun = starts.length;
    const goesOn = taken ? run(taken, isSure && truth !== undefined, moment) : true;
    if (truth === undefined) return (other ? run(other, false, moment) : true) || goesOn;
    // What ends the process where a setting is missing is the operator's to see to.
    return goesOn || (isConfigured && starts.length === begun && ends(taken));
  }

  function choose(node: ts.SwitchStatement, isSure: boolean, moment: Moment): boolean {
    const known = reader.valueOf(node.expression, moment);
    const value = world.isAnything ? unknown : known;
    note(node.expression);
    const { clauses } = node.caseBlock;
    const matches = clauses.findIndex((each) => {
      if (!ts.isCaseClause(each)) return false;
      note(each.expression);
      return value !== unknown && reader.valueOf(each.expression, moment) === value;
    });
    const fallback = clauses.findIndex(ts.isDefaultClause);
    const at = value === unknown ? 0 : matches >= 0 ? matches : fallback;
    for (const clause of at < 0 ? [] : clauses.slice(at)) {
      runAll(clause.statements, isSure && value !== unknown, moment);
      if (value !== unknown && clause.statements.some(leaves)) break;
    }
    return true;
  }

  function attempt(node: ts.TryStatement, isSure: boolean, moment: Moment): boolean {
    const goesOn = run(node.tryBlock, isSure, moment);
    if (node.finallyBlock) run(node.finallyBlock, isSure, moment);
    return goesOn;
  }

  function truthIn(condition: ts.Expression, moment: Moment): boolean | undefined {
    note(condition);
    const truth = truthOf(reader.valueOf(condition, moment));
    return world.isAnything ? undefined : truth;
  }

  /** Keeps what a condition compares with, and which variables it reads. */
  function note(condition: ts.Node): void {
    if (ts.isStringLiteralLike(condition) && condition.text.length < 30) words.add(condition.text);
    ts.forEachChild(condition, note);
  }

  /** Whether it goes on behind an expression. */
  function look(node: ts.Node, isSure: boolean, moment: Moment): boolean {
    steps += 1;
    if (steps > enough || isFunctionNode(node) || ts.isClassLike(node)) return true;
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) return call(node, isSure, moment);
    if (ts.isBinaryExpression(node) && isShort(node.operatorToken.kind)) {
      return lookShort(node, isSure, moment);
    }
    if (!ts.isConditionalExpression(node)) return lookWithin(node, isSure, moment);
    const truth = truthIn(node.condition, moment);
    look(node.condition, isSure, moment);
    if (truth !== false) look(node.whenTrue, isSure && truth === true, moment);
    if (truth !== true) look(node.whenFalse, isSure && truth === false, moment);
    return true;
  }

  function lookShort(
    { left, right, operatorToken }: ts.BinaryExpression,
    isSure: boolean,
    moment: Moment,
  ): boolean {
    look(left, isSure, moment);
    const truth = truthIn(left, moment);
    const isOr = operatorToken.kind !== ts.SyntaxKind.AmpersandAmpersandToken;
    if (truth !== isOr) look(right, isSure && truth !== undefined, moment);
    return true;
  }

  function lookWithin(node: ts.Node, isSure: boolean, moment: Moment): boolean {
    let goesOn = true;
    ts.forEachChild(node, (child) => {
      goesOn &&= look(child, isSure, moment);
    });
    return goesOn;
  }

  function call(
    node: ts.CallExpression | ts.NewExpression,
    isSure: boolean,
    moment: Moment,
  ): boolean {
    const args = node.arguments ?? [];
    look(node.expression, isSure, moment);
    for (const each of args) look(each, isSure, moment);
    if (isExit(node)) return !isSure;
    if (ts.isCallExpression(node) && isLoading(node)) loadFrom(node, args[0], isSure, moment);
    const fns = calleesOf(node.expression).filter((fn) => mayStart(fn.getSourceFile().fileName));
    for (const fn of fns) enter(fn, args, isSure && fns.length === 1, moment);
    const found = fns.length === 0 ? transportOf(node) : undefined;
    if (found) starts.push({ ...found, isSure, moment });
    if (fns.length === 0) passOn(node, isSure, moment);
    return true;
  }

  /** A call of what is not the server's own: the functions that it is given may be called, and methods of that name. */
  function passOn(
    node: ts.CallExpression | ts.NewExpression,
    isSure: boolean,
    moment: Moment,
  ): void {
    const name = calledName(node) ?? "";
    if (later.has(name)) return;
    const commands = commandsFor(node, world, words);
    if (commands === "another") return;
    for (const each of node.arguments ?? []) {
      for (const fn of functionsIn(each)) enter(fn, [], isSure && atOnce.has(name), moment);
    }
  }

  function functionsIn(node: ts.Expression): FunctionNode[] {
    const inner = bare(node);
    if (isFunctionNode(inner)) return [inner];
    if (!ts.isIdentifier(inner) && !ts.isPropertyAccessExpression(inner)) return [];
    return [...calleesOf(inner)];
  }

  function enter(
    fn: FunctionNode,
    args: readonly ts.Expression[],
    isSure: boolean,
    moment: Moment,
  ): void {
    const { body } = fn;
    const inside = entering(reader, fn, args, moment);
    const key = `${fn.getSourceFile().fileName} ${fn.pos} ${isSure} ${shownFrame(fn, inside)}`;
    if (!body || entered.has(key) || inside.depth > 40) return;
    entered.add(key);
    if (ts.isBlock(body)) runAll(body.statements, isSure, inside);
    else look(body, isSure, inside);
  }

  load(main, true, { world, frame: new Map(), depth: 0, constants: new Map() });
  return { starts, words, variables: new Set(reader.reads.splice(0)) };
}
