import { DescribeTableCommand, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import type { z } from "zod";
import { answer } from "../answer.js";
import { documents, dynamo } from "../clients.js";
import { itemShape, pageShape, tableShape } from "../schemas.js";

interface TableTool {
  readonly name: string;
  readonly config: { readonly description: string; readonly inputSchema: z.ZodRawShape };
  // biome-ignore lint/suspicious/noExplicitAny: each tool's arguments are checked by its own schema
  readonly handler: (input: any) => Promise<CallToolResult>;
}

/** The tools about DynamoDB, as the server registers them. */
export const tableTools: readonly TableTool[] = [
  {
    name: "list_tables",
    config: { description: "List the DynamoDB tables.", inputSchema: pageShape },
    handler: async ({ limit }: { limit?: number }) => {
      const { TableNames } = await dynamo.send(new ListTablesCommand({ Limit: limit }));
      return answer(TableNames);
    },
  },
  {
    name: "describe_table",
    config: { description: "Describe a DynamoDB table.", inputSchema: tableShape },
    handler: async ({ table }: { table: string }) => {
      const { Table } = await dynamo.send(new DescribeTableCommand({ TableName: table }));
      return answer({ status: Table?.TableStatus, items: Table?.ItemCount });
    },
  },
  {
    name: "get_item",
    config: { description: "Read an item of a DynamoDB table.", inputSchema: itemShape },
    handler: async ({ table, key }: { table: string; key: Record<string, string | number> }) => {
      const { Item } = await documents.send(new GetCommand({ TableName: table, Key: key }));
      return answer(Item ?? null);
    },
  },
];
