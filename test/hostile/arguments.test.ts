/** Arguments that nobody meant: each check ends in arguments that can be used, or in complaints that name them. */
import fc from "fast-check";
import { findService } from "../../src/backends/registry";
import { type Emulator, startEmulator } from "../../src/emulator";
import { accounts, services } from "../faults/services";
import { type Properties, providerProcess } from "../state/process";
import { inputs } from "../state/share";
import { holdsFor, PATIENCE_MS } from "./runs";
import { hostileText, hostileValue, SECRET, UNKNOWN, unprintable } from "./values";

const names = [
  "service",
  "region",
  "imageId",
  "accounts",
  "shareToEcs",
  "exclusive",
  "protectedAccounts",
  "maxRemovals",
  "allowEmpty",
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
  said.length = 0;
  jest.spyOn(console, "log").mockImplementation((text: string) => void said.push(...text.split("\n")));
});

afterEach(() => {
  jest.restoreAllMocks();
});

/** Good arguments, some of them replaced, others added. */
const spoilt: fc.Arbitrary<Properties> = fc
  .record({
    service: fc.constantFrom(...Object.values(services)),
    replaced: fc.array(fc.tuple(fc.constantFrom(...names), hostileValue), { maxLength: 3 }),
    added: fc.array(fc.tuple(hostileText, hostileValue), { maxLength: 2 }),
    inList: fc.array(hostileValue, { maxLength: 2 }),
  })
  .map(({ service, replaced, added, inList }) => ({
    ...inputs(service, accounts(service, 0, 3)),
    accounts: [...accounts(service, 0, 3), ...inList],
    ...Object.fromEntries(replaced),
    ...Object.fromEntries(added),
  }));

/** Whatever is printed, and however little of it was meant. */
function expectPresentable(text: string): void {
  expect(text).not.toMatch(unprintable);
  expect(text).not.toContain(SECRET);
  expect(text.length).toBeLessThan(2_000);
}

/** Checks, and holds what comes of it to what callers rely on. */
async function check(args: Properties): Promise<readonly string[]> {
  const { inputs: checked, failures } = await providerProcess(emulator)("check", {}, args);
  for (const { reason } of failures) expectPresentable(reason);
  for (const line of said) expectPresentable(line);
  if (failures.length === 0) expectUsable(checked);
  return failures.map(({ reason }) => reason);
}

function expectUsable({ service, accounts: listed, imageId, exclusive }: Properties): void {
  const facts = findService(service)?.facts;
  const isKnown = (value: unknown) => value !== UNKNOWN;
  expect(facts).toBeDefined();
  if (isKnown(imageId)) expect(imageId).toMatch(facts?.imageId.pattern ?? /never/);
  if (isKnown(exclusive)) expect(typeof exclusive).toBe("boolean");
  for (const account of Array.isArray(listed) ? listed.filter(isKnown) : []) {
    expect(account).toMatch(facts?.account.pattern ?? /never/);
  }
}

it(
  "ends in usable arguments, or in complaints that name one, whatever is written",
  async () => {
    const atStart = Object.getOwnPropertyNames(Object.prototype);
    await holdsFor(
      fc.asyncProperty(spoilt, async (args) => {
        for (const reason of await check(args)) expect(reason).not.toBe("");
        expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(atStart);
      }),
      200,
    );
  },
  PATIENCE_MS,
);

it.each(names)(
  "names %s when that is what is wrong",
  async (name) => {
    const service = services[name === "shareToEcs" ? "alicloud-swas" : "tencentcloud-cvm"];
    const plain = inputs(service, accounts(service, 0, 3));
    await holdsFor(
      fc.asyncProperty(hostileValue, async (value) => {
        for (const reason of await check({ ...plain, [name]: value })) expect(reason).toContain(name);
      }),
      20,
    );
  },
  PATIENCE_MS,
);

describe("a list of very many accounts", () => {
  const service = services["alicloud-ens"];
  const many = accounts(service, 0, 50_000);

  it.each([
    ["good ones", many],
    ["one and the same", many.map(() => service.account(0))],
    ["wrong ones", many.map((_, index) => `wrong ${index}`)],
    ["nothing", new Array(50_000)],
  ])(
    "of %s is checked before anybody loses patience, with an answer that can be read",
    async (_what, list) => {
      const { target } = service;
      const check = providerProcess(emulator, { "image-share:liveDiff": "false" });
      const { failures } = await check("check", {}, { ...target, accounts: list });
      expect(failures.map(({ reason }) => reason).join("\n").length).toBeLessThan(50_000);
    },
    PATIENCE_MS,
  );
});
