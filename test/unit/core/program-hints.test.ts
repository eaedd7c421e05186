import {
  hintsIn,
  hintsInput,
  keptOptions,
  optionsIn,
  optionsKey,
  optionsOf,
  sameOptions,
} from "../../../src/core/program-hints";

const nothing = { elsewhere: {}, mayListMore: true, deletesFirst: false, areListsShown: false };

describe("what a program tells beside the arguments of a share", () => {
  it("what a program tells beside the arguments of a share is read as it was told", () => {
    const told = {
      before: { service: "moon-vm" },
      elsewhere: { "11": "other" },
      mayListMore: false,
      deletesFirst: true,
      areListsShown: true,
    };
    expect(hintsIn(told)).toStrictEqual(told);
  });

  it.each([[undefined], [null], ["text"], [7], [[{}]]])(
    "what a program tells beside the arguments of a share is nothing where it is %j",
    (value) => {
      expect(hintsIn(value)).toBeUndefined();
    },
  );

  it("what a program tells beside the arguments of a share is taken for what spares fewest and doubts most where a part is missing", () => {
    expect(hintsIn({})).toStrictEqual(nothing);
  });

  it.each([
    ["before", "text"],
    ["before", [1]],
    ["before", null],
    ["elsewhere", "text"],
    ["elsewhere", ["a"]],
    ["elsewhere", null],
    ["mayListMore", undefined],
    ["mayListMore", 0],
    ["deletesFirst", "true"],
    ["deletesFirst", 1],
    ["areListsShown", "true"],
  ])(
    "what a program tells beside the arguments of a share is read as if %s were missing where it is %j",
    (key, value) => {
      expect(hintsIn({ [key]: value })).toStrictEqual(nothing);
    },
  );

  it("holds texts alone in its lists", () => {
    expect(hintsIn({ elsewhere: { "11": 5 } })).toStrictEqual({
      ...nothing,
      elsewhere: { "11": "5" },
    });
  });
});

describe("the options that decide what the end of a resource does", () => {
  const both = { retainOnDelete: true, deletedWith: "stack" } as const;

  it("are kept, and read back", () => {
    expect(keptOptions(both)).toStrictEqual({ [optionsKey]: both });
    expect(optionsIn(keptOptions(both))).toStrictEqual(both);
    expect(optionsOf({ imageId: "img-1", [optionsKey]: { ...both, others: 1 } })).toStrictEqual({
      [optionsKey]: both,
    });
  });

  it("leave no trace where there are none", () => {
    expect(keptOptions({})).toStrictEqual({});
    expect(optionsOf({ imageId: "img-1" })).toStrictEqual({});
  });

  it.each([
    [{ retainOnDelete: false, deletedWith: 7 }],
    [{ retainOnDelete: "true", deletedWith: null }],
    [[true]],
    ["retainOnDelete"],
    [null],
    [undefined],
  ])("are none where %j stands for them", (value) => {
    expect(optionsIn({ [optionsKey]: value })).toStrictEqual({});
  });

  it("are the same only if each of them is", () => {
    expect(sameOptions(both, { ...both })).toBe(true);
    expect(sameOptions({}, {})).toBe(true);
    expect(sameOptions(both, { retainOnDelete: true })).toBe(false);
    expect(sameOptions(both, { deletedWith: "stack" })).toBe(false);
    expect(sameOptions(both, { ...both, deletedWith: "other" })).toBe(false);
  });

  it("have keys that no argument has", () => {
    expect([hintsInput, optionsKey]).toEqual(["__told", "__options"]);
  });
});
