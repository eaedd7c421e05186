/**
 * State that no version wrote: edited by hand, cut off, or from the future. What still names an image works as far as
 * it goes, and takes access from nobody whom it does not list; what does not is refused.
 */
import fc from "fast-check";
import { ownedIn } from "../../../src/core/goal";
import { readState } from "../../../src/core/state";
import { type Emulator, startEmulator } from "../../../src/emulator";
import { checkProperty } from "../../support/seed";
import { failureOf, type Properties, providerProcess } from "./process";
import { listIn, released, targetIn } from "./released";

const image = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" } as const;
const id = "tencentcloud-cvm/ap-guangzhou/img-6pb6lrmy";
const [alice, bob, carol, stranger] = [
  "100000000001",
  "100000000002",
  "100000000003",
  "100000000099",
] as const;

const sound: Properties = {
  ...image,
  accounts: [alice, bob],
  exclusive: false,
  foreignAccounts: [stranger],
  __provider: "shim",
};

/** State without one of its properties. */
const lacking = (key: string): Properties =>
  Object.fromEntries(Object.entries(sound).filter(([name]) => name !== key));

const regional = released
  .flatMap(({ version, resources }) =>
    Object.entries(resources).map(([name, recorded]) => ({ name: `${version}: ${name}`, recorded })),
  )
  .filter(({ recorded }) => recorded.outputs.region !== undefined);

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ rateLimits: false });
});

afterAll(() => emulator.close());

beforeEach(() => {
  emulator.putImage({ ...image, accounts: [alice, bob, stranger] });
  emulator.clearCalls();
  jest.spyOn(console, "log").mockImplementation();
});

afterEach(() => {
  jest.restoreAllMocks();
});

const live = () => emulator.accounts(image).sort();

const news: Properties = { ...image, accounts: [alice, carol], exclusive: false };

/** A description of the damage, what is left, and whom it still lists: nobody else may lose access. */
const damages: readonly (readonly [string, Properties, readonly string[]])[] = [
  ["without accounts", lacking("accounts"), []],
  ["without foreignAccounts", lacking("foreignAccounts"), [alice, bob]],
  ["without exclusive", lacking("exclusive"), [alice, bob]],
  ["without service", lacking("service"), [alice, bob]],
  ["without imageId", lacking("imageId"), [alice, bob]],
  ["without region", lacking("region"), [alice, bob]],
  ["with one account in place of a list", { ...sound, accounts: alice }, []],
  ["with accounts: null", { ...sound, accounts: null }, []],
  ["with an object for accounts", { ...sound, accounts: { 0: alice } }, []],
  [
    "with other things among accounts",
    { ...sound, accounts: [alice, 100000000002, null, [bob], ""] },
    [alice],
  ],
  ["with accounts twice", { ...sound, accounts: [bob, alice, bob] }, [alice, bob]],
  ["with foreignAccounts: null", { ...sound, foreignAccounts: null }, [alice, bob]],
  ["with an owned account among the foreign", { ...sound, foreignAccounts: [alice] }, [alice, bob]],
  ["with text for protectedAccounts", { ...sound, protectedAccounts: alice }, [alice, bob]],
  ["with text for exclusive", { ...sound, exclusive: "false" }, [alice, bob]],
  ["with text for timeoutSeconds", { ...sound, timeoutSeconds: "900" }, [alice, bob]],
  ["with a negative timeoutSeconds", { ...sound, timeoutSeconds: -900 }, [alice, bob]],
  ["with a number for credentials", { ...sound, credentials: 7 }, [alice, bob]],
  ["with shareToEcs, which its service has not", { ...sound, shareToEcs: true }, [alice, bob]],
  ["with a number for service", { ...sound, service: 5 }, [alice, bob]],
  ["with a number for region", { ...sound, region: 5 }, [alice, bob]],
  ["with properties that nobody knows", { ...sound, organizations: ["o-1"], tags: { a: 1 } }, [alice, bob]],
  ["with nothing but the shim", { __provider: "shim" }, []],
];

describe.each(damages)("state %s", (_name, state, listed) => {
  it("lets a delete revoke exactly whom it lists", async () => {
    await providerProcess(emulator)("delete", id, state);
    expect(live()).toEqual([alice, bob, stranger].filter((account) => !listed.includes(account)));
  });

  it("lets an update give what the program lists, and spare whom nobody lists", async () => {
    await providerProcess(emulator)("update", id, state, news);
    expect(live()).toEqual([alice, ...(listed.includes(bob) ? [] : [bob]), carol, stranger]);
  });

  it("lets a diff see what the update will do, and change nothing", async () => {
    expect(await providerProcess(emulator)("diff", id, state, news)).toMatchObject({ changes: true });
    expect(live()).toEqual([alice, bob, stranger]);
  });

  it("is not taken for that of an image that is gone by a refresh, which changes nothing", async () => {
    expect(await providerProcess(emulator)("read", id, state)).toMatchObject({ id });
    expect(live()).toEqual([alice, bob, stranger]);
  });
});

it.each(damages.filter(([, state]) => "exclusive" in state))(
  "state %s makes no stranger an owned account by a refresh",
  async (_name, state) => {
    const call = providerProcess(emulator);
    const { props } = await call("read", id, state);
    await call("delete", id, { ...props, __provider: "shim" });
    expect(live()).toContain(stranger);
  },
);

describe.each(regional)("state of $name without its region", ({ recorded }) => {
  const { region: _, ...state } = recorded.outputs;

  beforeEach(() => {
    const { accounts, shareToEcs = false } = recorded.outputs;
    emulator.putImage({
      ...targetIn(recorded),
      accounts: listIn(accounts),
      shareToEcs: shareToEcs === true,
    });
  });

  it("is not taken for that of an image that is gone by a refresh", async () => {
    const answer = await providerProcess(emulator)("read", recorded.id, state);
    expect(answer.id).toBe(recorded.id);
  });

  it("is not taken for that of an image that is gone by a delete, which would leave its shares behind", async () => {
    await providerProcess(emulator)("delete", recorded.id, { ...state, protectedAccounts: [] });
    expect(emulator.accounts(targetIn(recorded))).toEqual([]);
  });
});

describe("state of a service that this version does not know", () => {
  const later = { ...sound, service: "oraclecloud-compute" };

  it.each(["read", "delete"] as const)("is refused by %s, with the name of the service", async (method) => {
    const error = await failureOf(
      providerProcess(emulator)(method, "oraclecloud-compute/ap-guangzhou/img-6pb6lrmy", later),
    );
    expect(error.message).toMatch(/does not know the service "oraclecloud-compute"/);
    expect(emulator.calls()).toEqual([]);
  });
});

describe("any state at all", () => {
  const keys = ["service", "region", "imageId", "accounts", "foreignAccounts", "shareToEcs", "credentials"];
  const anyState = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue());

  it("any state at all is read without failing, and owns nobody whom it does not list as text", () => {
    checkProperty(
      fc.property(fc.oneof(fc.constant(id), fc.string()), anyState, (anyId, state) => {
        const read = readState(anyId, state);
        if (anyId === id) expect(read).toBeDefined();
        const listed = Array.isArray(state.accounts) ? state.accounts : [];
        const owned = read === undefined ? [] : ownedIn(read);
        expect(owned.filter((account) => !listed.includes(account) && account !== "own-ecs")).toEqual([]);
      }),
    );
  });
});
