/** Pages as a browser reads them: what elements and attributes there are, and what their texts say. */

import { type DefaultTreeAdapterTypes, parse } from "parse5";

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** Every element of a page, in its order. */
export function elementsOf(html: string): Element[] {
  return elementsIn(parse(html));
}

/** Every element below a node, itself among them. */
export function elementsIn(node: Node): Element[] {
  return below(node).filter((each) => "tagName" in each);
}

/** The text in an element. */
export function textIn(node: Node): string {
  return below(node)
    .map((each) => ("value" in each ? each.value : ""))
    .join("");
}

/** What an attribute of an element says; undefined where it has none. */
export function attribute({ attrs }: Element, wanted: string): string | undefined {
  return attrs.find(({ name }) => name === wanted)?.value;
}

function below(node: Node): Node[] {
  return [node, ...("childNodes" in node ? node.childNodes.flatMap(below) : [])];
}
