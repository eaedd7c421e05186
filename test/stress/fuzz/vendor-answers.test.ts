/**
 * Vendors that answer what makes no sense: nobody loses access on the strength of it, nothing is reported that is not
 * so, and every operation ends.
 */
import fc from "fast-check";
import { type Emulator, startEmulator } from "../../../src/emulator";
import { handle } from "../../../src/provider/dynamic/handle";
import type { Properties } from "../../integration/state/process";
import { idOf, inputs, state } from "../../integration/state/share";
import { accounts, entryOf, type Service, services, writeIn } from "../faults/services";
import { VirtualTime } from "../faults/virtual-time";
import { everybody, type Nonsense, nonsenseFor } from "./answers";
import { holdsFor, TEST_TIMEOUT_MS } from "./runs";
import { unprintable } from "./values";
import { type Liar, type LyingVendor, startLyingVendor } from "./vendor";

let mockTime = new VirtualTime();
jest.mock("../../../src/converge/clock", () => ({
  systemClock: {
    now: () => mockTime.now(),
    random: () => mockTime.random(),
    sleep: (ms: number, signal?: AbortSignal) => mockTime.sleep(ms, signal),
  },
}));

let emulator: Emulator;
let vendor: LyingVendor;

beforeAll(async () => {
  emulator = await startEmulator({ rateLimits: false });
  vendor = await startLyingVendor(emulator);
});

afterAll(async () => {
  await vendor.close();
  await emulator.close();
});

beforeEach(() => {
  jest.spyOn(console, "log").mockImplementation(() => undefined);
});

afterEach(() => {
  jest.restoreAllMocks();
});

const operations = ["create", "update", "delete", "diff", "read"] as const;

interface Scenario {
  readonly service: Service;
  readonly operation: (typeof operations)[number];
  readonly exclusive: boolean;
  readonly nonsense: Nonsense;
}

/** Lies are told in JSON; nonsense in XML is in the tests of its backend. */
const inJson = Object.values(services).filter(({ answersIn }) => answersIn !== "XML");

/** Owned and live: 0 to 3. Listed: 2 to 5. A stranger is live as well. */
const STRANGER = 90;

const scene: fc.Arbitrary<Scenario> = fc.constantFrom(...inJson).chain((service) =>
  fc.record({
    service: fc.constant(service),
    operation: fc.constantFrom(...operations),
    exclusive: fc.boolean(),
    nonsense: nonsenseFor(service.answers.accounts),
  }),
);

function set({ service, operation, exclusive }: Scenario) {
  const owned = operation === "create" ? [] : accounts(service, 0, 4);
  const live = [...accounts(service, 0, 4), service.account(STRANGER)];
  const listed = accounts(service, 2, 6);
  const goal = exclusive
    ? listed
    : [...listed, ...live.filter((account) => !owned.includes(account) && !listed.includes(account))];
  const demanded = operation === "delete" ? live.filter((account) => !owned.includes(account)) : goal;
  const news = inputs(service, listed, { exclusive });
  const olds = { ...state(service, owned, { exclusive }), foreignAccounts: [] };
  emulator.reset();
  emulator.putImage({ ...service.target, accounts: live });
  return {
    live,
    demanded: [...demanded].sort(),
    mayLose: live.filter((one) => !demanded.includes(one)),
    news,
    olds,
  };
}

/** In a process of its own. */
function run({ service, operation }: Scenario, olds: Properties, news: Properties): Promise<unknown> {
  const settings: Readonly<Record<string, string>> = {
    "image-share:endpoint": vendor.url,
    [`image-share:${entryOf(service).facts.cloud}`]: JSON.stringify(service.section(emulator.credentials)),
  };
  const config = { get: (key: string) => settings[key] };
  const args = {
    create: [news],
    update: [idOf(service), olds, news],
    diff: [idOf(service), olds, news],
    delete: [idOf(service), olds],
    read: [idOf(service), olds],
  }[operation];
  mockTime = new VirtualTime();
  return mockTime.spentOn(() => handle(operation, config, args));
}

/** What an operation ended with, if not with success; a message for people in any case. */
async function failureOf(call: Promise<unknown>, service: Service): Promise<Error | undefined> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error === undefined) return undefined;
  if (!(error instanceof Error)) throw error;
  expect(error.message).toContain(service.target.imageId);
  expect(error.message).not.toMatch(unprintable);
  expect(error.message.length).toBeLessThan(3_000);
  return error;
}

const writes = (service: Service) => emulator.calls().flatMap((call) => writeIn(service, call) ?? []);

/** False answers about who has access: this many, after this many true answers. */
function about(
  service: Service,
  nonsense: Nonsense,
  { times = Number.POSITIVE_INFINITY, skip = 0 } = {},
): Liar {
  let asked = 0;
  return ({ action, body }) => {
    if (action !== service.reading) return undefined;
    asked += 1;
    if (asked <= skip || asked > skip + times) return undefined;
    return nonsense.lie(body, service.answers.accounts);
  };
}

it.each(inJson)(
  "does its work on $target.service when answers make sense, so that the properties below speak of more than errors",
  async (service) => {
    for (const operation of operations) {
      for (const exclusive of [true, false]) {
        const given: Scenario = { service, operation, exclusive, nonsense: everybody };
        const { live, demanded, news, olds } = set(given);
        vendor.lie(() => undefined);
        const error = await failureOf(run(given, olds, news), service);
        const isWriting = operation !== "diff" && operation !== "read";
        expect([operation, error, [...emulator.accounts(service.target)].sort()]).toEqual([
          operation,
          undefined,
          isWriting ? demanded : [...live].sort(),
        ]);
      }
    }
  },
);

it(
  "writes nothing, and fails, while no answer to the question who has access makes sense",
  async () => {
    await holdsFor(
      fc.asyncProperty(scene, async (given) => {
        const { live, news, olds } = set(given);
        vendor.lie(about(given.service, given.nonsense));
        const error = await failureOf(run(given, olds, news), given.service);
        expect(writes(given.service)).toEqual([]);
        expect(emulator.accounts(given.service.target)).toEqual(live);
        expect(error).toBeInstanceOf(Error);
      }),
      120,
    );
  },
  TEST_TIMEOUT_MS,
);

it(
  "reports nothing false, and revokes nobody whom it should not, when some answers make no sense",
  async () => {
    await holdsFor(
      fc.asyncProperty(
        scene,
        fc.integer({ min: 1, max: 3 }),
        fc.nat({ max: 2 }),
        async (given, times, skip) => {
          const { service, operation } = given;
          const { live, demanded, mayLose, news, olds } = set(given);
          vendor.lie(about(service, given.nonsense, { times, skip }));
          const error = await failureOf(run(given, olds, news), service);
          const removed = new Set(writes(service).flatMap(({ remove }) => remove));
          expect([...removed].filter((account) => !mayLose.includes(account))).toEqual([]);
          const left = [...emulator.accounts(service.target)].sort();
          if (operation === "diff" || operation === "read") expect(left).toEqual([...live].sort());
          else if (error === undefined) expect(left).toEqual(demanded);
        },
      ),
      80,
    );
  },
  TEST_TIMEOUT_MS,
);

it(
  "revokes nobody whom it should not when answers to writes make no sense",
  async () => {
    await holdsFor(
      fc.asyncProperty(scene, async (given) => {
        const { service } = given;
        const { demanded, mayLose, news, olds } = set(given);
        vendor.lie(({ action, body }) =>
          action === service.reading ? undefined : given.nonsense.lie(body, service.answers.accounts),
        );
        const error = await failureOf(run(given, olds, news), service);
        const removed = writes(service).flatMap(({ remove }) => remove);
        expect(removed.filter((account) => !mayLose.includes(account))).toEqual([]);
        const changes = !["diff", "read"].includes(given.operation);
        if (error === undefined && changes)
          expect([...emulator.accounts(service.target)].sort()).toEqual(demanded);
      }),
      60,
    );
  },
  TEST_TIMEOUT_MS,
);

it.each([services["alicloud-ens"], services["volcengine-ecs"], services["tencentcloud-cvm"]])(
  "revokes its own among a hundred thousand others of $target.service",
  async (service) => {
    const { live, mayLose, news, olds } = set({
      service,
      operation: "delete",
      exclusive: false,
      nonsense: everybody,
    });
    vendor.lie(about(service, everybody));
    const began = performance.now();
    const given: Scenario = { service, operation: "delete", exclusive: false, nonsense: everybody };
    await failureOf(run(given, olds, news), service);
    expect(performance.now() - began).toBeLessThan(20_000);
    const removed = writes(service).flatMap(({ remove }) => remove);
    expect(removed.filter((account) => !mayLose.includes(account))).toEqual([]);
    expect(emulator.accounts(service.target)).toEqual(live.filter((account) => !mayLose.includes(account)));
  },
  TEST_TIMEOUT_MS,
);
