/** What the process remembers of the account behind a set of keys. */
import { CallerAccounts } from "../../../src/converge/caller-accounts";
import { Cancelled, VendorError } from "../../../src/core/errors";
import { ModelCloud } from "./model-cloud";

const ask = (accounts: CallerAccounts, context: ReturnType<ModelCloud["context"]>) =>
  accounts.ask("keys", context, "moon-1", true);

describe("a question for the account behind keys", () => {
  it("a question for the account behind keys that a cancelled operation did not ask is asked by the next one", async () => {
    const cloud = new ModelCloud();
    const accounts = new CallerAccounts();
    const signal = AbortSignal.abort(new Cancelled());
    expect(await ask(accounts, cloud.context({ signal }))).toBeUndefined();
    expect(await ask(accounts, cloud.context())).toBe("900");
    expect(cloud.lines).toEqual([]);
  });

  it("a question for the account behind keys that met a mistake of ours is asked anew", async () => {
    const cloud = new ModelCloud();
    const accounts = new CallerAccounts();
    const { callerAccount } = cloud;
    cloud.callerAccount = () => Promise.reject(new TypeError("a bug"));
    await expect(ask(accounts, cloud.context())).rejects.toThrow("a bug");
    cloud.callerAccount = callerAccount;
    expect(await ask(accounts, cloud.context())).toBe("900");
  });

  it.each([
    ["with the vendor's code and words", "Forbidden", "no such permission", "Forbidden: no such permission."],
    ["in the words alone where there is no code", undefined, "no answer.", "no answer."],
  ])("a question for the account behind keys that fails is told %s", async (_name, code, message, words) => {
    const cloud = new ModelCloud();
    cloud.callerAccount = () =>
      Promise.reject(new VendorError({ meaning: "auth", action: "Identify", message, code }));
    expect(await ask(new CallerAccounts(), cloud.context())).toBeUndefined();
    expect(cloud.lines).toEqual([
      `img-1 (moon-1): warning: Identify failed, so the account behind these keys is not known. ${words} An image that ` +
        "is not found counts as deleted. See docs/errors.md#wrong-account (image-share explain wrong-account)",
    ]);
  });
});
