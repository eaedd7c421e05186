/** The owner of an image in a list of accounts: noted, not sent, not promised, no error. */

import { findService } from "../../../src/backends/registry";
import type { Emulator } from "../../../src/emulator";
import { services, writeIn } from "../../stress/faults/services";
import { linesOf } from "../../support/endpoint-line";
import { clouds, identityAction, isIdentityCall } from "../../support/services";
import { idOf, ownerOf, type Properties, providerWith, type Sample, samples, startTwoKeys } from "./two-keys";

let emulator: Emulator;
let printed: string[];

beforeEach(async () => {
  emulator = await startTwoKeys();
  printed = [];
  jest.spyOn(console, "log").mockImplementation((text: string) => printed.push(...linesOf(text)));
});

afterEach(async () => {
  jest.restoreAllMocks();
  await emulator.close();
});

const inputsOf = ({ image }: Sample, accounts: readonly string[], more: Properties = {}) => ({
  ...image,
  accounts: [...accounts].sort(),
  exclusive: true,
  ...more,
});

/** Every account that a write has named. */
const sent = ({ image }: Sample) =>
  emulator.calls().flatMap((record) => {
    const write = writeIn({ ...services[image.service], target: image }, record);
    return write === undefined ? [] : [...write.add, ...write.remove];
  });

const refuseIdentity = ({ cloud }: Sample) => {
  const action = identityAction(clouds[cloud]);
  emulator.injectFault({ kind: "error", code: "NoPermission", action, times: "always" });
};

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => "",
    (error: Error) => error.message,
  );

/** Services whose code for the owner's own account says what it is. */
const outspoken = samples.filter(
  ({ image }) => findService(image.service)?.facts.ownAccountCodes !== undefined,
);
const silent = samples.filter((sample) => !outspoken.includes(sample) && !sample.isTold);
const named = (some: readonly Sample[]) => some.map((sample) => ({ service: sample.image.service, sample }));

describe.each(named(samples))("$service", ({ sample }) => {
  const { image, cloud, accounts } = sample;
  const [customer, other] = accounts;
  const owner = ownerOf[cloud];
  const note = expect.stringMatching(
    new RegExp(`^${image.imageId}.*: ${owner} owns the image: it has access without a share$`),
  );
  const both = inputsOf(sample, [customer, owner]);

  it("promises the owner nothing at the preview of a new share, and says why", async () => {
    await providerWith(emulator, "A")("check", {}, both);
    expect(printed).toEqual([note, expect.stringMatching(new RegExp(`will gain access: ${customer}$`))]);
  });

  it("shares with all others, in an up that succeeds and is a no-op the second time, without an identity call", async () => {
    const { outs } = await providerWith(emulator, "A")("create", both);
    expect(outs).toMatchObject({ accounts: [customer], foreignAccounts: [], owner });
    expect([emulator.accounts(image), sent(sample)]).toEqual([[customer], [customer]]);
    expect(printed).toContainEqual(note);
    emulator.clearCalls();
    printed = [];
    const call = providerWith(emulator, "A");
    const { inputs } = await call("check", both, both);
    expect(await call("diff", idOf(sample), outs, inputs)).toEqual({ changes: false });
    expect(printed).toEqual([note]);
    const { props } = await call("read", idOf(sample), outs);
    expect(props).toEqual(outs);
    expect(emulator.calls().filter(isIdentityCall)).toEqual([]);
  });

  it("is an update of the others alone when the owner is listed later, also in state without an owner", async () => {
    const { outs } = await providerWith(emulator, "A")("create", inputsOf(sample, [customer]));
    const three = inputsOf(sample, [customer, other, owner]);
    for (const state of [outs, { ...outs, owner: undefined }]) {
      printed = [];
      emulator.clearCalls();
      const call = providerWith(emulator, "A");
      expect(await call("diff", idOf(sample), state, three)).toEqual({ changes: true });
      expect(printed).toEqual([note, expect.stringMatching(new RegExp(`will gain access: ${other}$`))]);
      const updated = await call("update", idOf(sample), state, three);
      expect(updated.outs).toMatchObject({ accounts, owner });
      expect(sent(sample)).toEqual([other]);
      expect(emulator.calls().filter(isIdentityCall)).toHaveLength(state === outs || sample.isTold ? 0 : 1);
      emulator.unshare(image, [other]);
    }
  });

  it("notes the owner beside unknown values, and refuses a list of the owner alone", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const { outs } = await providerWith(emulator, "A")("create", inputsOf(sample, [customer]));
    printed = [];
    await providerWith(emulator, "A")("diff", idOf(sample), outs, inputsOf(sample, [owner, unknown]));
    expect(printed).toContainEqual(note);
    expect(printed).not.toContainEqual(expect.stringContaining("will gain"));
    expect(printed).toContainEqual(
      expect.stringMatching(/up may refuse this: it would revoke .* only the owner/),
    );
    printed = [];
    const doubtful = inputsOf(sample, [owner], { allowEmpty: unknown });
    await providerWith(emulator, "A")("diff", idOf(sample), outs, doubtful);
    expect(printed).toContainEqual(
      expect.stringContaining("up may refuse this: allowEmpty is not known yet"),
    );
    expect(printed).not.toContainEqual(expect.stringContaining("up will refuse"));
  });

  it("may protect the owner: nothing to protect, nothing to refuse", async () => {
    const guarded = inputsOf(sample, [customer], { protectedAccounts: [owner] });
    const { outs } = await providerWith(emulator, "A")("create", guarded);
    await providerWith(emulator, "A")("update", idOf(sample), outs, { ...guarded, accounts: [other] });
    expect(emulator.accounts(image)).toEqual([other]);
    await providerWith(emulator, "A")("delete", idOf(sample), outs);
  });

  it("revokes nobody because only the owner is left in the list, unless allowEmpty says so", async () => {
    const { outs } = await providerWith(emulator, "A")("create", inputsOf(sample, [customer]));
    const alone = inputsOf(sample, [owner]);
    printed = [];
    await providerWith(emulator, "A")("diff", idOf(sample), outs, alone);
    const refusal = new RegExp(
      `it would revoke ${customer}, and accounts lists only the owner.*#empty-list `,
    );
    expect(printed).toContainEqual(expect.stringMatching(refusal));
    expect(await failureOf(providerWith(emulator, "A")("update", idOf(sample), outs, alone))).toMatch(
      refusal,
    );
    expect(emulator.accounts(image)).toEqual([customer]);
    const meant = { ...alone, allowEmpty: true };
    const emptied = await providerWith(emulator, "A")("update", idOf(sample), outs, meant);
    expect([emulator.accounts(image), emptied.outs.accounts]).toEqual([[], []]);
  });

  it("takes an image that nobody else is to have access to", async () => {
    const { outs } = await providerWith(emulator, "A")("create", inputsOf(sample, [owner]));
    expect(outs).toMatchObject({ accounts: [], owner });
    expect(sent(sample)).toEqual([]);
  });
});

describe.each(named(outspoken))("$service, where the identity call is refused", ({ sample }) => {
  const { image, cloud, accounts } = sample;
  const owner = ownerOf[cloud];
  const both = inputsOf(sample, [accounts[0], owner]);

  it("learns the owner from the vendor's code, records it, and does not ask again", async () => {
    refuseIdentity(sample);
    const { outs } = await providerWith(emulator, "A")("create", both);
    expect(outs).toMatchObject({ accounts: [accounts[0]], owner });
    expect(printed).toContainEqual(
      expect.stringContaining(`${owner} owns the image: it has access without a share`),
    );
    printed = [];
    expect(await providerWith(emulator, "A")("diff", idOf(sample), outs, both)).toEqual({ changes: false });
    expect(printed).not.toContainEqual(expect.stringContaining("will gain"));
  });

  it("revokes nobody when the owner was all that is listed", async () => {
    refuseIdentity(sample);
    emulator.share(image, [accounts[0]]);
    const failure = await failureOf(providerWith(emulator, "A")("create", inputsOf(sample, [owner])));
    expect(failure).toMatch(/accounts lists only the owner.*#empty-list \(image-share explain empty-list\)$/);
    expect(emulator.accounts(image)).toEqual([accounts[0]]);
  });
});

describe.each(named(silent))("$service, where the identity call is refused", ({ sample }) => {
  it("fails as the vendor does, whose code does not tell", async () => {
    refuseIdentity(sample);
    const { accounts, cloud } = sample;
    const create = providerWith(emulator, "A")("create", inputsOf(sample, [accounts[0], ownerOf[cloud]]));
    expect(await failureOf(create)).toMatch(
      /refuses 1 account.*#account-refused \(image-share explain account-refused\)$/,
    );
    expect(emulator.accounts(sample.image)).toEqual([accounts[0]]);
  });
});
