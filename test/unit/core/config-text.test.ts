import { configText } from "../../../src/core/config-text";

describe("a text of the stack's configuration", () => {
  it.each<[unknown, string]>([
    ["360", "360"],
    [360, "360"],
    [0.5, "0.5"],
    [-1, "-1"],
    [Number.MAX_SAFE_INTEGER, "9007199254740991"],
    [true, "true"],
    [false, "false"],
  ])("a text of the stack's configuration is read from %j as %j", (value, text) => {
    expect(configText.parse(value)).toBe(text);
  });

  it.each([[""], [Number.MAX_SAFE_INTEGER + 1], [null], [undefined], [["360"]], [{ text: "360" }]])(
    "a text of the stack's configuration is not %j",
    (value) => {
      expect(configText.safeParse(value).success).toBe(false);
    },
  );
});
