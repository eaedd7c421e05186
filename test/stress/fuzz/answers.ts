/** How each service answers "who has access", and answers in which that makes no sense. */
import fc from "fast-check";
import { parse, stringify } from "../../../src/emulator/json";
import type { AnswerShape } from "../../support/services";
import { hostileJson } from "./values";
import type { Lie } from "./vendor";

type Path = readonly string[];
type Shape = AnswerShape;

/** What is done to an honest answer, so that it cannot be meant any more. */
export interface Nonsense {
  readonly what: string;
  lie(body: string, shape: Shape): Lie;
}

const never: readonly unknown[] = [null, {}, "", "100000000001", 5, true, { 0: "100000000001" }];

/** No ID of any cloud: those are digits. */
const noIds: readonly unknown[] = [
  "",
  null,
  true,
  {},
  [],
  ["100000000001"],
  1.5,
  -5,
  "abc",
  "1,2",
  "own-ecs",
  "\u001b[31m2100051234",
  " 100000000001",
  "１００００００００００１",
  "__proto__",
  "1e21",
];

const noEntries: readonly unknown[] = [null, "100000000001", 100000000001, true, [], {}];

/** Bodies that are no JSON of the vendor's, whatever the status says. */
const noBodies: readonly (string | Buffer)[] = [
  "",
  "null",
  "[]",
  "5",
  '"Response"',
  "{",
  '{"Response":',
  "<html><body>Bad gateway</body></html>",
  '{"Response":{"SharePermissionSet":[',
  '{"Result":null,"ResponseMetadata":{}}',
  '{"Response":null}',
  '{"Response":[]}',
  `${"[".repeat(100_000)}`,
  `{"Response":${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}}`,
  Buffer.from([0x1f, 0x8b, 0x08, 0x00, 0xde, 0xad, 0xbe, 0xef]),
  Buffer.from([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]),
];

/** 304 and the like have no body, so that the bodies above are cut off behind them. */
const statuses = [200, 200, 200, 201, 204, 206, 301, 304, 400, 403, 404, 418, 500, 502, 599];

const inList = (isAnyText: boolean): fc.Arbitrary<Nonsense> =>
  fc.oneof(
    fc.constantFrom<unknown>(undefined, ...never).map((value) => ({
      what: `the list is ${JSON.stringify(value)}`,
      lie: (body: string, shape: Shape) => edited(body, [...shape.envelope, ...shape.list], () => value),
    })),
    fc
      .tuple(
        fc.constantFrom(...noIds.filter((id) => !isAnyText || typeof id !== "string" || id === "")),
        fc.boolean(),
      )
      .map(([id, first]) => ({
        what: `an account with the ID ${JSON.stringify(id)}`,
        lie: (body: string, shape: Shape) => withEntry(body, shape, entryOf(shape, id), first),
      })),
    fc.tuple(fc.constantFrom(...noEntries), fc.boolean()).map(([entry, first]) => ({
      what: `the entry ${JSON.stringify(entry)}`,
      lie: (body: string, shape: Shape) => withEntry(body, shape, entry, first),
    })),
  );

/** A page that is short is no nonsense where the next one begins behind it; an empty one is. */
const inCount = (isByOffset: boolean): fc.Arbitrary<Nonsense> =>
  fc.oneof(
    fc.nat({ max: isByOffset ? 0 : 2 }).map((kept) => ({
      what: `${kept} accounts, where the count says more`,
      lie: (body: string, shape: Shape) =>
        edited(body, [...shape.envelope, ...shape.list], (list) =>
          Array.isArray(list) ? list.slice(0, kept) : list,
        ),
    })),
    fc.constantFrom<unknown>(-1, 1.5, 0, 1e6).map((total) => ({
      what: `the count ${JSON.stringify(total)}`,
      lie: (body: string, shape: Shape) => edited(body, [...shape.envelope, "TotalCount"], () => total),
    })),
  );

const inEchoes: fc.Arbitrary<Nonsense> = fc
  .tuple(fc.nat({ max: 1 }), fc.constantFrom<unknown>("m-other", 7, "7"))
  .map(([index, value]) => ({
    what: `the answer to another question, ${JSON.stringify(value)}`,
    lie: (body: string, { envelope, echoes }: Shape) =>
      edited(body, [...envelope, echoes[index % echoes.length] ?? ""], () => value),
  }));

const inToken: fc.Arbitrary<Nonsense> = fc
  .constantFrom<unknown>(7, true, {}, [], ["again"], "again")
  .map((token) => ({
    what: `the token ${JSON.stringify(token)} of a next page`,
    lie: (body: string, { envelope }: Shape) => edited(body, [...envelope, "NextToken"], () => token),
  }));

const inBody: fc.Arbitrary<Nonsense> = fc.oneof(
  fc
    .record({
      body: fc.constantFrom(...noBodies),
      status: fc.constantFrom(...statuses),
      headers: fc.constantFrom({}, { "content-type": "text/html" }, { "content-encoding": "gzip" }),
    })
    .map((lie) => ({
      what: `status ${lie.status}, ${String(lie.body).slice(0, 40)}`,
      lie: () => lie,
    })),
  fc.nat().map((at) => ({
    what: `a body cut short at ${at}`,
    lie: (body: string) => ({ body: body.slice(0, at % body.length) }),
  })),
  fc.constant({
    what: "the same ID twice, and differently",
    lie: (body: string, { id, list }: Shape) => {
      // Entries that are IDs themselves have no name to write twice: their list has.
      const name = id || list.at(-1);
      const value = id === "" ? '["5"]' : '"5"';
      return { body: body.replaceAll(`"${name}":`, `"${name}":${value},"${name}":`) };
    },
  }),
  hostileJson.map((value) => ({
    what: `any JSON: ${JSON.stringify(value).slice(0, 80)}`,
    lie: () => ({ body: JSON.stringify(value) }),
  })),
);

/** Answers to a read of an image with more than two accounts, none of which can be meant. */
export function nonsenseFor({
  counts,
  echoes,
  token,
  isByOffset = false,
  takesAnyText = false,
}: Shape): fc.Arbitrary<Nonsense> {
  return fc.oneof(
    inBody,
    inList(takesAnyText),
    ...(counts ? [inCount(isByOffset)] : []),
    ...(echoes.length > 0 ? [inEchoes] : []),
    ...(token ? [inToken] : []),
  );
}

/** No nonsense, but more than anybody expects: a hundred thousand more accounts in a single answer. */
export const everybody: Nonsense = {
  what: "a hundred thousand accounts",
  lie: (body, { envelope, list, counts, id }) => {
    const others = Array.from({ length: 100_000 }, (_, index) => ({ [id]: String(3_000_000_000 + index) }));
    const longer = edited(body, [...envelope, ...list], (found) =>
      Array.isArray(found) ? [...found, ...others] : found,
    );
    const more = (total: unknown) => Number(total) + others.length;
    return counts ? edited(longer.body, [...envelope, "TotalCount"], more) : longer;
  },
};

/** Where a shape has no member for the ID, entries are the IDs. */
function entryOf({ id }: Shape, value: unknown): unknown {
  return id === "" ? value : { [id]: value };
}

function withEntry(body: string, { envelope, list, counts }: Shape, entry: unknown, first: boolean): Lie {
  const { body: longer } = edited(body, [...envelope, ...list], (found) =>
    Array.isArray(found) ? (first ? [entry, ...found] : [...found, entry]) : found,
  );
  const more = (total: unknown) => (typeof total === "number" ? total + 1 : total);
  return counts ? edited(longer, [...envelope, "TotalCount"], more) : { body: longer };
}

/** The body with one member changed, all digits of the others kept. */
function edited(body: string, path: Path, change: (value: unknown) => unknown): { body: string } {
  return { body: stringify(changedAt(parse(body), path, change)) };
}

function changedAt(value: unknown, [name, ...deeper]: Path, change: (value: unknown) => unknown): unknown {
  if (name === undefined) return change(value);
  if (typeof value !== "object" || value === null) return value;
  const inner: unknown = Reflect.get(value, name);
  return { ...value, [name]: changedAt(inner, deeper, change) };
}
