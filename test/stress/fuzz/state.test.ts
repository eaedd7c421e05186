/**
 * State of any shape: whatever the engine hands over as what was recorded, nobody loses access who is not listed in it,
 * unless an exclusive program does not list them either.
 */
import fc from "fast-check";
import { errorTopics } from "../../../src/core/error-topics";
import { type Emulator, startEmulator } from "../../../src/emulator";
import { EngineError } from "../../../src/provider/dynamic/errors";
import { type Properties, providerProcess } from "../../integration/state/process";
import { idOf, inputs, state } from "../../integration/state/share";
import { accounts, type Service, services } from "../faults/services";
import { holdsFor, TEST_TIMEOUT_MS } from "./runs";
import { hostileJson, hostileText, unprintable } from "./values";

const names = [
  "service",
  "region",
  "imageId",
  "accounts",
  "foreignAccounts",
  "shareToEcs",
  "exclusive",
  "protectedAccounts",
  "maxRemovals",
  "credentials",
  "timeoutSeconds",
] as const;

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ rateLimits: false });
});

afterAll(() => emulator.close());

const said: string[] = [];

beforeEach(() => {
  jest.spyOn(console, "log").mockImplementation((text: string) => void said.push(...text.split("\n")));
});

afterEach(() => {
  said.length = 0;
  jest.restoreAllMocks();
});

interface Scenario {
  readonly service: Service;
  readonly id: string;
  readonly olds: Properties;
  readonly exclusive: boolean;
}

/** Sound state with some members gone, others replaced, others added; mostly under its own id. */
const scene: fc.Arbitrary<Scenario> = fc
  .record({
    service: fc.constantFrom(...Object.values(services)),
    otherId: fc.option(hostileText, { freq: 6, nil: undefined }),
    gone: fc.subarray([...names], { maxLength: 2 }),
    replaced: fc.array(fc.tuple(fc.constantFrom(...names), hostileJson), { maxLength: 3 }),
    inList: fc.array(hostileJson, { maxLength: 3 }),
    added: fc.array(fc.tuple(hostileText, hostileJson), { maxLength: 2 }),
    exclusive: fc.boolean(),
  })
  .map(({ service, otherId, gone, replaced, inList, added, exclusive }) => {
    const sound = state(service, [...accounts(service, 0, 2), ...(inList as string[])], { exclusive });
    const left = Object.entries(sound).filter(([name]) => !gone.some((lost) => lost === name));
    const olds = Object.fromEntries([...left, ...replaced, ...added]);
    return { service, id: otherId ?? idOf(service), olds, exclusive };
  });

/** Live: 0 to 3, of whom sound state lists the first two. */
const live = (service: Service) => accounts(service, 0, 4);

/** Those whom state lists in the only form that counts: text, in a list. */
function listedIn({ accounts: list }: Properties): ReadonlySet<unknown> {
  return new Set(Array.isArray(list) ? list.filter((item) => typeof item === "string") : []);
}

/** In a process of its own. @returns whether it succeeded; an error has to be one for people */
async function succeeds(
  method: "read" | "diff" | "update" | "delete",
  id: string,
  olds: Properties,
  ...news: readonly Properties[]
): Promise<boolean> {
  const error = await providerProcess(emulator)(method, id, olds, ...news).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  for (const line of said.splice(0)) expect(line).not.toMatch(unprintable);
  if (error === undefined) return true;
  expectForPeople(error, id, olds);
  return false;
}

/** One of the product's own errors, with its section, about this resource; a TypeError has to be a mistake of ours. */
function expectForPeople(error: unknown, id: string, { imageId }: Properties): void {
  if (!(error instanceof EngineError)) throw error;
  const { message } = error;
  expect(message).not.toMatch(unprintable);
  const topic = / See docs\/errors\.md#([a-z-]+) \(image-share explain \1\)$/.exec(message)?.[1];
  expect([...errorTopics.filter((known) => known !== "unexpected")]).toContain(topic);
  const subjects = [
    `the id ${id.slice(0, 20)}`,
    ...[id, imageId].filter((text) => essence(text) !== ""),
    "credentials names",
    "does not know the service",
  ];
  const shown = essence(message);
  expect(subjects.filter((subject) => shown.includes(essence(subject).slice(0, 24)))).not.toEqual([]);
}

/** What is left of a text however it is shown. */
function essence(text: unknown): string {
  return typeof text === "string" ? text.replace(/[^\p{L}\p{N}]/gu, "") : "";
}

/** Who lost access. */
function lost(service: Service): string[] {
  const left = emulator.accounts(service.target);
  return live(service).filter((account) => !left.includes(account));
}

function begin(service: Service): void {
  emulator.reset();
  emulator.putImage({ ...service.target, accounts: live(service) });
}

it.each(Object.values(services))(
  "works with sound state of $target.service, so that the properties below speak of more than refusals",
  async (service) => {
    const olds = state(service, accounts(service, 0, 2), { exclusive: false });
    const news = inputs(service, [service.account(1), service.account(7)], { exclusive: false });
    begin(service);
    expect(await succeeds("diff", idOf(service), olds, news)).toBe(true);
    expect(await succeeds("read", idOf(service), olds)).toBe(true);
    expect(await succeeds("update", idOf(service), olds, news)).toBe(true);
    expect(lost(service)).toEqual([service.account(0)]);
    expect(await succeeds("delete", idOf(service), { ...olds, ...news })).toBe(true);
    expect(emulator.accounts(service.target)).toEqual(accounts(service, 2, 4));
  },
);

it(
  "lets a delete revoke nobody whom it does not list",
  async () => {
    await holdsFor(
      fc.asyncProperty(scene, async ({ service, id, olds }) => {
        begin(service);
        await succeeds("delete", id, olds);
        expect(lost(service).filter((account) => !listedIn(olds).has(account))).toEqual([]);
      }),
      80,
    );
  },
  TEST_TIMEOUT_MS,
);

it(
  "lets an update revoke only whom state or an exclusive program takes away, and give all that is listed",
  async () => {
    await holdsFor(
      fc.asyncProperty(scene, async ({ service, id, olds, exclusive }) => {
        begin(service);
        const listed = accounts(service, 1, 3).concat(service.account(7));
        const isDone = await succeeds("update", id, olds, inputs(service, listed, { exclusive }));
        const mayLose = (account: string) =>
          !listed.includes(account) && (exclusive || listedIn(olds).has(account));
        expect(lost(service).filter((account) => !mayLose(account))).toEqual([]);
        if (isDone) expect(emulator.accounts(service.target)).toEqual(expect.arrayContaining(listed));
      }),
      80,
    );
  },
  TEST_TIMEOUT_MS,
);

it(
  "lets a diff and a refresh change nothing, and a refresh own nobody new",
  async () => {
    await holdsFor(
      fc.asyncProperty(scene, async ({ service, id, olds, exclusive }) => {
        begin(service);
        await succeeds("diff", id, olds, inputs(service, accounts(service, 1, 3), { exclusive }));
        const isRead = await succeeds("read", id, olds);
        expect(lost(service)).toEqual([]);
        if (!isRead) return;
        const refreshed = await providerProcess(emulator)("read", id, olds);
        const isRecorded = ["accounts", "shareToEcs", "foreignAccounts"].some((name) => name in olds);
        if (refreshed.id === "" || !isRecorded) return;
        const owned = [...listedIn(refreshed.props)].filter((account) => !listedIn(olds).has(account));
        expect(owned).toEqual([]);
      }),
      80,
    );
  },
  TEST_TIMEOUT_MS,
);
