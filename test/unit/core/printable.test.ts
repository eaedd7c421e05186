import { formatForTerminal } from "../../../src/core/printable";

const names = {
  "100000000001": "Acme",
  "100000000002": "Initech",
  "93f048e385f744ff9c84236b677ce396": "Shop",
  "ec470585-cd38-4279-9c18-f1cf56f5aaa3": "Bank",
  "arn:aws:organizations::100000000001:ou/o-a1b2c3d4e5/ou-ab12-c3d4e5f6": "Sales",
};

describe("presentable", () => {
  it.each([
    ["will gain access: 100000000001, 100000000003", "will gain access: 100000000001 (Acme), 100000000003"],
    ["100000000001: 100000000002.", "100000000001 (Acme): 100000000002 (Initech)."],
    ["100000000001 (Acme) is named already", "100000000001 (Acme) is named already"],
    ["img-100000000001 and 1000000000012", "img-100000000001 and 1000000000012"],
    ["RequestId 100000000001-ab", "RequestId 100000000001-ab"],
    [
      "arn:aws:organizations::100000000001:organization/o-a1b2c3d4e5, 100000000001",
      "arn:aws:organizations::100000000001:organization/o-a1b2c3d4e5, 100000000001 (Acme)",
    ],
    [
      "arn:aws:organizations::100000000001:ou/o-a1b2c3d4e5/ou-ab12-c3d4e5f6.",
      "arn:aws:organizations::100000000001:ou/o-a1b2c3d4e5/ou-ab12-c3d4e5f6 (Sales).",
    ],
    [
      "lost access: 93f048e385f744ff9c84236b677ce396, ec470585-cd38-4279-9c18-f1cf56f5aaa3 and a93f048e385f744ff9c84236b677ce396",
      "lost access: 93f048e385f744ff9c84236b677ce396 (Shop), ec470585-cd38-4279-9c18-f1cf56f5aaa3 (Bank) and a93f048e385f744ff9c84236b677ce396",
    ],
  ])("labels accounts, and nothing that only looks like one: %s", (text, expected) => {
    expect(formatForTerminal(text, names)).toBe(expected);
  });

  it("says the same of a text that it has labelled before, whatever the name", () => {
    const odd = {
      "100000000001": "a), 100000000002 (b",
      "100000000002": "old (100000000001)",
      "100000000003": " \u0000",
    };
    const once = formatForTerminal("lost access: 100000000001, 100000000002, 100000000003", odd);
    expect(once).toBe(
      "lost access: 100000000001 (a], 100000000002 [b), 100000000002 (old [100000000001]), 100000000003",
    );
    expect(formatForTerminal(once, odd)).toBe(once);
  });

  it.each([
    ["an escape sequence", "a\u001b[31mred\u001b[0m", "a [31mred [0m"],
    ["a line break that forges a line", "a\r\nimg-2: all is well", "a img-2: all is well"],
    ["what stands around a text", "\u0000 a\u2028", "a"],
    ["text that runs backwards", "a\u202eb", "a b"],
  ])("makes %s harmless", (_, text, expected) => {
    expect(formatForTerminal(text, {})).toBe(expected);
  });
});
