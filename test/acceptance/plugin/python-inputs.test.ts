/** What a language without types lets through: each mistake is refused, and named as Python spells it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { python } from "./language";
import { useProject } from "./project";

const world = useProject(python);

it.each([
  [
    "a string in place of a list",
    'accounts=["100000000001", "100000000002"]',
    'accounts="100000000001"',
    'accounts must be a list of account IDs, such as ["100000000001"], not "100000000001".',
  ],
  [
    "a number for an ID",
    '"img-6pb6lrmy"',
    "123",
    /imageId must be .*, not 123\. In Python: image_id\. See docs/,
  ],
  [
    "a number that is no account",
    'accounts=["100000000001", "100000000002"]',
    "accounts=[100000000001, 2]",
    /accounts\[1\] must be the ID of a root account .*, not "2"\./,
  ],
  [
    "text for a number, and for true or false",
    "image_id=",
    'max_removals="x",\n    exclusive="yes",\n    image_id=',
    /^(?=[\s\S]*maxRemovals must be a whole number, 0 or more, not "x"\. In Python: max_removals\.)[\s\S]*exclusive must be true or false, not "yes"\./,
  ],
  [
    "an argument of another service",
    "image_id=",
    "share_to_ecs=True,\n    image_id=",
    /unknown argument "shareToEcs" for tencentcloud-cvm: .* In Python: share_to_ecs\./,
  ],
  ["a spelling of the pages", "image_id=", "imageId=", "got an unexpected keyword argument 'imageId'"],
  ["no image", '    image_id="img-6pb6lrmy",\n', "", "Missing required property 'image_id'"],
  [
    "a service that is none",
    '"tencentcloud-cvm"',
    '"tencentcloud"',
    /service must be one of .*"tencentcloud-cvm".*, not "tencentcloud"\./,
  ],
  ["no accounts", '    accounts=["100000000001", "100000000002"],\n', "", "accounts is absent: write a list"],
])("refuses %s, and calls nothing", async (_mistake, right, wrong, message) => {
  expect(python.program).toContain(right);
  writeFileSync(join(world.stack.folder, python.file), python.program.replace(right, wrong));
  const run = await world.stack.failing("preview");
  if (typeof message === "string") expect(run.output).toContain(message);
  else expect(run.output).toMatch(message);
  expect(run.calls).toEqual([]);
});
