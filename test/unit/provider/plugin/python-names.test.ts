import { withPythonNames } from "../../../../src/provider/plugin/python-names";

it.each([
  [
    "imageId must be an ID, not 123. See docs/errors.md#invalid-argument (image-share explain invalid-argument)",
    "imageId must be an ID, not 123. In Python: image_id. See docs/errors.md#invalid-argument (image-share explain invalid-argument)",
  ],
  [
    "maxRemovals must be a whole number: set allowEmpty too",
    "maxRemovals must be a whole number: set allowEmpty too. In Python: max_removals, allow_empty.",
  ],
])("says Python's spelling of each argument that a message names: %s", (message, spelled) => {
  expect(withPythonNames(message)).toBe(spelled);
});

it.each([
  "accounts[0] must be the ID of a root account. See docs/errors.md#invalid-argument",
  "image-share:maxRemovals must be a whole number. See docs/errors.md#configuration",
  "tencentcloud.imageIds is unknown",
])("leaves a message alone that names no argument which Python spells differently: %s", (message) => {
  expect(withPythonNames(message)).toBe(message);
});
