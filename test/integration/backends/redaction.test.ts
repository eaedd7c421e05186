import { maskedId, redactSecrets } from "../../../src/backends/redaction";

const keys = {
  id: "AKIDz8krbsJ5yKBZQpn7",
  secret: "Gu5t9/x+GARNpq86cd98joQYCN3==",
  token: "a-long-token.of/parts+more",
};

describe("what a vendor quotes of keys", () => {
  it("what a vendor quotes of keys is shown without the secret and the token, wherever they stand, also as in a query", () => {
    const { secret, token } = keys;
    const quoted = `key=${secret}&x${token}y ${encodeURIComponent(secret)} ${encodeURIComponent(token)}`;
    expect(redactSecrets(quoted, keys)).toBe("key=[secret]&x[secret]y [secret] [secret]");
  });

  it("keeps the end of the key's ID, by which people tell keys apart", () => {
    expect(redactSecrets(`The SecretId ${keys.id} is not found`, keys)).toBe(
      "The SecretId …Qpn7 is not found",
    );
  });

  it("what a vendor quotes of keys does not show a secret that begins with the ID as what follows the ID", () => {
    const telling = { id: "AKIDz8krbsJ5yK", secret: "AKIDz8krbsJ5yKBZQpn7" };
    expect(redactSecrets(`no match with ${telling.secret}`, telling)).toBe("no match with [secret]");
  });

  it("what a vendor quotes of keys is not torn apart by an ID that is a word, or by a short secret", () => {
    const emulator = { id: "emulator", secret: "s", token: "cess" };
    const text = "Specified access key is not found. Injected by the emulator.";
    expect(redactSecrets(text, emulator)).toBe(text);
    expect(redactSecrets("signed with s and cess, not with s-1", emulator)).toBe(
      "signed with [secret] and [secret], not with s-1",
    );
  });

  it("takes secrets as they are, and not as patterns", () => {
    const odd = { id: "$&$&$&$&$&$&abcd", secret: "a.c+(" };
    expect(redactSecrets("abc a.c+( $&$&$&$&$&$&abcd", odd)).toBe("abc [secret] …abcd");
  });

  it("what a vendor quotes of keys is left alone by keys without a token", () => {
    expect(redactSecrets("nothing of it", { id: keys.id, secret: keys.secret })).toBe("nothing of it");
  });
});

describe("the end of a key's ID", () => {
  it.each([
    ["AKIDz8krbsJ5yKBZQpn7", "…Qpn7"],
    ["twelve-chars", "…hars"],
    ["eleven-char", "…ar"],
    ["emulator", "…or"],
    ["keyA", "…A"],
    ["key", ""],
    ["", ""],
  ])("the end of a key's ID of %j is %j: a short one is not given away", (id, shown) => {
    expect(maskedId(id)).toBe(shown);
  });
});
