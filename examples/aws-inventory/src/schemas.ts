import { z } from "zod";

/** What every tool that lists things takes. */
export const pageShape = {
  limit: z.number().int().positive().max(100).optional().describe("At most this many, 100 if not given"),
};

export const tableShape = {
  table: z.string().describe("The name of the table"),
};

export const itemShape = {
  ...tableShape,
  key: z.record(z.string(), z.union([z.string(), z.number()])).describe("The key of the item"),
};
