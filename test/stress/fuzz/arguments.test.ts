/** Arguments that nobody meant: each check ends in arguments that can be used, or in complaints that name them. */
import fc from "fast-check";
import { type Emulator, startEmulator } from "../../../src/emulator";
import { type Properties, providerProcess } from "../../integration/state/process";
import { inputs } from "../../integration/state/share";
import { accounts, services } from "../faults/services";
import { isAcceptable, type Name, names, unacceptable } from "./acceptable";
import { holdsFor, TEST_TIMEOUT_MS } from "./runs";
import { hostileText, hostileValue, SECRET, UNKNOWN, unprintable } from "./values";

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
  if (failures.length === 0) expect(unacceptable(checked)).toEqual([]);
  return failures.map(({ reason }) => reason);
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
  TEST_TIMEOUT_MS,
);

/** Arguments of which one is as given, and all others are good. */
function argsWith(name: Name, value: unknown): Properties {
  const service = services[name === "shareToEcs" ? "alicloud-swas" : "tencentcloud-cvm"];
  return { ...inputs(service, accounts(service, 0, 3)), [name]: value };
}

const lists = {
  good: [
    ["100000000001"],
    [100000000001],
    ["100000000001", "100000000001"],
    ["100000000001", UNKNOWN],
    UNKNOWN,
  ],
  bad: [
    ["1"],
    ["100000000001 "],
    [1.5],
    [2 ** 53],
    [null],
    [undefined],
    [""],
    [["100000000001"]],
    "100000000001",
    {},
    null,
  ],
};
const truths = { good: [true, false, undefined, UNKNOWN], bad: ["true", "false", 0, 1, null, [], {}] };

/** Values that are just right, and such as are just not. */
const nearlyGood: Readonly<Record<Name, { good: unknown[]; bad: unknown[] }>> = {
  service: {
    good: ["tencentcloud-cvm"],
    bad: [
      "tencentcloud-CVM",
      "tencentcloud",
      "constructor",
      "",
      null,
      undefined,
      UNKNOWN,
      ["tencentcloud-cvm"],
    ],
  },
  region: {
    good: ["ap-guangzhou", "na-siliconvalley", UNKNOWN],
    bad: [
      "ap-guangzhou\n",
      "AP-guangzhou",
      "ap",
      "",
      null,
      undefined,
      1,
      ["ap-guangzhou"],
      "ap-guangzhou.evil.example",
    ],
  },
  imageId: {
    good: ["img-6pb6lrmy", UNKNOWN],
    bad: [
      "img-6pb6lrmy\n",
      "m-bp1emulator",
      "img-",
      "IMG-6pb6lrmy",
      "",
      null,
      undefined,
      6,
      ["img-6pb6lrmy"],
    ],
  },
  accounts: {
    good: lists.good,
    bad: [...lists.bad, [], undefined, accounts(services["tencentcloud-cvm"], 0, 501)],
  },
  shareToEcs: truths,
  exclusive: truths,
  protectedAccounts: { good: [...lists.good, [], undefined], bad: lists.bad },
  maxRemovals: {
    good: [0, 1, Number.MAX_SAFE_INTEGER, undefined, UNKNOWN],
    bad: [-1, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, "0", null, true, [1], 1n],
  },
  allowEmpty: truths,
  credentials: {
    good: ["customers", undefined, UNKNOWN],
    bad: ["Customers", "constructor", "__proto__", "", null, 1, true, ["customers"], SECRET, "customers\n"],
  },
  timeoutSeconds: {
    good: [1, 86_400, undefined, UNKNOWN],
    bad: [0, 86_401, 1.5, -1, Number.NaN, "900", null, true, [900]],
  },
};

describe.each(names)("%s", (name) => {
  const { good, bad } = nearlyGood[name];

  it("is taken where it can be used", async () => {
    for (const value of good) {
      const args = argsWith(name, value);
      expect({ value, reasons: await check(args) }).toEqual({ value, reasons: [] });
      expect(unacceptable(args)).toEqual([]);
    }
  });

  it("is refused by name where it is nearly right", async () => {
    for (const value of bad) {
      const args = argsWith(name, value);
      expect({ value, reasons: await check(args) }).not.toEqual({ value, reasons: [] });
      for (const reason of await check(args)) expect(reason).toContain(name);
      expect(unacceptable(args)).toContain(name);
    }
  });

  it(
    "is refused by name when it cannot be used, and only then",
    async () => {
      await holdsFor(
        fc.asyncProperty(hostileValue, async (value) => {
          const args = argsWith(name, value);
          const reasons = await check(args);
          expect(reasons.length === 0).toBe(isAcceptable(name, args));
          for (const reason of reasons) expect(reason).toContain(name);
        }),
        20,
      );
    },
    TEST_TIMEOUT_MS,
  );
});

describe("a list of very many accounts", () => {
  const service = services["alicloud-ens"];
  const many = accounts(service, 0, 50_000);

  it.each([
    ["good ones", many, 0],
    ["one and the same", many.map(() => service.account(0)), 0],
    ["wrong ones", many.map((_, index) => `wrong ${index}`), 51],
    ["nothing", new Array(50_000), 51],
  ])(
    "of %s is checked within seconds, with an answer that can be read",
    async (_what, list, complaints) => {
      const { target } = service;
      const check = providerProcess(emulator, { "image-share:liveDiff": "false" });
      const { failures } = await check("check", {}, { ...target, accounts: list });
      expect(failures).toHaveLength(complaints);
      expect(failures.map(({ reason }) => reason).join("\n").length).toBeLessThan(50_000);
    },
    TEST_TIMEOUT_MS,
  );
});
