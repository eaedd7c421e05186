/** The published schemas are those of the code, and hold for what the commands print. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkDocument } from "../../../src/cli/check-document";
import { documentSchemas } from "../../../src/cli/document-schemas";
import { alice, bob, cli, image, useWorkspace } from "./support";

const folder = join(__dirname, "../../../schemas");
const workspace = useWorkspace();

it.each(Object.entries(documentSchemas()))("schemas/%s is as npm run schema writes it", (name, text) => {
  expect(readdirSync(folder)).toContain(name);
  expect(readFileSync(join(folder, name), "utf8")).toBe(text);
});

it("names a draft that editors and validators know", () => {
  for (const text of Object.values(documentSchemas())) {
    expect(JSON.parse(text)).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      additionalProperties: false,
    });
  }
});

it("holds for what check prints of images in each status", async () => {
  workspace.emulator.putImage({ ...image("asis"), accounts: [alice] });
  workspace.emulator.putImage({ ...image("drifted"), accounts: [bob] });
  workspace.emulator.putImage(image("failing"));
  workspace.emulator.injectFault({
    kind: "error",
    code: "UnauthorizedOperation",
    action: "DescribeImageSharePermission",
    imageId: image("failing").imageId,
  });
  const names = ["asis", "drifted", "failing", "gone"];
  const shares = names.map((name) => ({ ...image(name), accounts: [alice], exclusive: true }));
  const run = await cli(["check", "--json", "--config", workspace.stack(shares)]);
  const { images, drift } = checkDocument.parse(JSON.parse(run.stdout));
  expect(drift).toBe(true);
  expect(images.map(({ status }) => status).sort()).toEqual(["as-listed", "drift", "failed", "gone"]);
});
