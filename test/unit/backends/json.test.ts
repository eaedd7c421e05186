import fc from "fast-check";
import { parseJson } from "../../../src/backends/json";

describe("JSON from a vendor", () => {
  it("keeps every digit of a number that JavaScript would round", () => {
    expect(parseJson('{"id":9007199254740993,"list":[12345678901234567890,-9007199254740993]}')).toEqual({
      id: "9007199254740993",
      list: ["12345678901234567890", "-9007199254740993"],
    });
  });

  it("JSON from a vendor is what JSON.parse makes of it in every other case", () => {
    const text = fc.string({ unit: "grapheme" });
    const values = [fc.boolean(), fc.maxSafeInteger(), fc.constant(null), text];
    fc.assert(
      fc.property(
        fc.object({ key: text, values }).map((value) => JSON.stringify(value)),
        (json) => {
          expect(parseJson(json)).toEqual(JSON.parse(json));
        },
      ),
    );
  });

  it.each([
    ["is cut short", '{"a":'],
    ["is HTML", "<html></html>"],
    ["is empty", ""],
    ["says two things of one name", '{"a":1,"a":2}'],
    ["says two things of one name, spelt differently", '{"list":[{"a":"x", "\\u0061" : "y"}]}'],
  ])("JSON from a vendor is nothing when it %s", (_what, text) => {
    expect(parseJson(text)).toBeUndefined();
  });

  it("JSON from a vendor may have text that looks like a name", () => {
    const value = { a: '"b":', "c\\": "\\", list: ["d:", ':"', '\\":'] };
    expect(parseJson(JSON.stringify(value, null, 1))).toEqual(value);
  });
});
