/** The JSON Schemas of documents that scripts read, by their file under schemas/. */
import { z } from "zod";
import { reportSchema } from "../report/model";
import { checkDocument } from "./check-document";

const documents = {
  "check.schema.json": { title: "What image-share check --json prints", schema: checkDocument },
  "report.schema.json": { title: "A report of image-share", schema: reportSchema },
} as const;

export function documentSchemas(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(documents).map(([name, { title, schema }]) => {
      const { $schema, ...rest } = z.toJSONSchema(schema);
      return [name, `${JSON.stringify({ $schema, title, ...rest }, undefined, 2)}\n`];
    }),
  );
}
