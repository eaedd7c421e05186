/** What programs, state files, configuration and vendors might hold by mistake, or by malice. */
import fc from "fast-check";

/** Names that mean something to JavaScript. */
const magicNames = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "toJSON",
  "then",
  "length",
];

/** What the engine sends at preview in place of a value that is not known yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Longer than any ID, as keys are, and nowhere else in a message. */
export const SECRET = "hunter2-hunter2-hunter2-hunter2-hunter2";

/** How Pulumi marks a secret on the wire. */
const markedSecret = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value: SECRET,
};

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    ...magicNames,
    "",
    " ",
    "null",
    "0",
    "-1",
    "1e999",
    "own-ecs",
    "\u0000",
    "\u001b[31mred\u001b[0m",
    "line\nline\r\n",
    "\u202edlrow",
    "\ud800",
    "１２３４５６７８９０１２３",
    "100000000001,100000000002",
    "../../etc/passwd",
    "img-6pb6lrmy\n",
    UNKNOWN,
    SECRET,
    "x".repeat(100_000),
  ),
);

const hostileNumber: fc.Arbitrary<number> = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(
    0,
    -0,
    -1,
    1.5,
    2 ** 53,
    2 ** 53 + 2,
    Number.MAX_VALUE,
    Number.POSITIVE_INFINITY,
    Number.NaN,
  ),
);

/** Whatever JSON can hold, magic names among the keys. */
export const hostileJson: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    hostileText,
    hostileNumber.filter(Number.isFinite),
    fc.constantFrom<unknown>(null, true, false, [], {}, markedSecret),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.array(fc.tuple(hostileText, tie("value")), { maxLength: 4 }).map(ownProperties),
  ),
})).value;

/** With `__proto__` as a key like any other, as JSON.parse would make it. */
function ownProperties(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(entries);
}

const sparse: unknown[] = [];
sparse[3] = "100000000001";

const circular: Record<string, unknown> = {};
circular.self = circular;

/** Whatever JavaScript can hold. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostileJson },
  {
    weight: 2,
    arbitrary: fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withNullPrototype: true,
      withObjectString: true,
      withSparseArray: true,
      withTypedArray: true,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      undefined,
      10n ** 20n,
      Symbol("symbol"),
      () => SECRET,
      new Error(SECRET),
      new Proxy({}, {}),
      Object.freeze([]),
      sparse,
      circular,
      new Array(1_000),
      Array.from({ length: 1_000 }, (_, index) => index),
    ),
  },
);

/** Whether a terminal would obey something in it, or a reader be misled. */
export const unprintable = /[\p{Cc}\p{Cf}\u2028\u2029]/u;
