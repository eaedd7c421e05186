import {
  type CurrentEndpoint,
  ENDPOINT_RULE,
  type Endpoint,
  endpointLines,
  endpointOutputs,
  endpointUrl,
  isElsewhere,
  leaveLine,
  type MovedShare,
  moveLine,
  notRefreshedLine,
  type RecordedEndpoint,
  recordedEndpoint,
  VENDOR,
  wrongEndpoint,
} from "../../../src/core/recorded-endpoint";
import { readState, stateOf } from "../../../src/core/state";

const target = { service: "moon-vm", region: "moon-1", imageId: "img-1" };
const keys = { endpointKey: "image-share:endpoint", siteKey: "image-share:moon.site" };
const emulated: RecordedEndpoint = { endpoint: "http://127.0.0.1:7070" };
const proxied: CurrentEndpoint = { endpoint: "https://proxy:8443", ...keys };
const real: CurrentEndpoint = { endpoint: VENDOR, ...keys };

describe("an endpoint", () => {
  it.each(["http://127.0.0.1:7070", "https://proxy", "http://[::1]:7070/", "HTTP://LOCALHOST:80"])(
    "an endpoint is an address alone: %s",
    (text) => {
      expect(endpointUrl(text)?.href).toBe(new URL(text).href);
    },
  );

  it.each([
    "",
    "127.0.0.1:7070",
    "ftp://host",
    "http://host/path",
    "http://a-host-of-so-many-characters-may-be-a-key",
    "http://host/?query",
    "http://host/#part",
    "http://user@host",
    "http://:word@host",
    "xhttp://host",
    "xhttp://host/",
    7070,
    undefined,
    null,
    new URL("http://host"),
  ])("an endpoint is nothing else: %s", (value) => {
    expect(endpointUrl(value)).toBeUndefined();
  });

  it("an endpoint has a rule that names what to write, and what to do to reach the vendors", () => {
    expect(`image-share:endpoint ${ENDPOINT_RULE}`).toBe(
      'image-share:endpoint must be an address without a path, such as "http://127.0.0.1:7070"; remove it to reach the vendors',
    );
  });
});

describe("the place in state", () => {
  it.each<[string, RecordedEndpoint]>([
    ["an address", emulated],
    ["the vendor's own hosts", { endpoint: VENDOR }],
    ["one of the vendor's sites", { endpoint: VENDOR, site: "international" }],
  ])("the place in state is read as it was recorded: %s", (_name, place) => {
    const outputs = stateOf(
      { ...target, accounts: ["a"] },
      { accounts: ["a"], foreignAccounts: [] },
      { place },
    );
    expect(outputs).toMatchObject(place);
    expect("site" in outputs).toBe(place.site !== undefined);
    expect(recordedEndpoint(outputs)).toEqual(place);
    expect(readState("moon-vm/moon-1/img-1", outputs)?.place).toEqual(place);
  });

  it("holds what tells a place and nothing that tells how to change it", () => {
    expect(endpointOutputs(proxied)).toEqual({ endpoint: "https://proxy:8443" });
  });

  it("the place in state is not known in state of earlier versions, and where it is not legible", () => {
    const before = stateOf({ ...target, accounts: ["a"] }, { accounts: ["a"], foreignAccounts: [] });
    expect("endpoint" in before).toBe(false);
    expect(readState("moon-vm/moon-1/img-1", before)).toMatchObject({ place: undefined });
    for (const endpoint of [undefined, null, "", 7070, {}])
      expect(recordedEndpoint({ endpoint, site: "china" })).toBeUndefined();
    for (const site of [undefined, null, "", 1]) {
      expect(recordedEndpoint({ endpoint: VENDOR, site })).toStrictEqual({ endpoint: VENDOR });
    }
  });

  it("the place in state is nothing to a lookup, which owns nobody anywhere", () => {
    const look = { accounts: ["a"], isLookup: true, ...emulated };
    expect(readState("moon-vm/moon-1/img-1", look)?.place).toBeUndefined();
  });
});

describe("a share is at another place than the run calls", () => {
  const at = (site?: string): RecordedEndpoint =>
    site === undefined ? { endpoint: VENDOR } : { endpoint: VENDOR, site };

  it.each<[string, RecordedEndpoint | undefined, RecordedEndpoint, boolean]>([
    ["state does not say where it was made", undefined, real, false],
    ["it was made here", emulated, { ...proxied, ...emulated }, false],
    ["it was made at the vendor", at(), real, false],
    ["it was made at another address", emulated, proxied, true],
    ["it was made at an address, and the vendor is called", emulated, real, true],
    ["it was made at the vendor, and an address is called", at(), proxied, true],
    ["it was made at another site", at("china"), at("international"), true],
    ["it was made at this site", at("china"), at("china"), false],
    ["state does not say the site", at(), at("international"), false],
    ["the service has one site only", at("china"), at(), false],
  ])("or not: %s", (_name, recorded, now, expected) => {
    expect(isElsewhere(recorded, now)).toBe(expected);
  });
});

describe("the refusal of a run that calls another place", () => {
  const share = (more: Partial<MovedShare>): MovedShare => ({
    target,
    recorded: emulated,
    now: proxied,
    owned: ["100", "200"],
    ...more,
  });

  it("names both places, the image, the accounts, and both ways on", () => {
    const error = wrongEndpoint(share({}), false);
    expect(error).toMatchObject({ topic: "wrong-endpoint", wrote: false, live: undefined });
    expect(error.message).toBe(
      "img-1 (moon-1): the share was made at http://127.0.0.1:7070, according to state, and this run calls " +
        "https://proxy:8443, as image-share:endpoint says: nothing was changed. Set image-share:endpoint to " +
        "http://127.0.0.1:7070, and run this again. To move the share instead, run `pulumi config set " +
        "image-share:moveEndpoint true` and `pulumi up`, and remove the key afterwards. State then names " +
        "https://proxy:8443, and what was shared at http://127.0.0.1:7070 stays there, without an owner: 100, 200.",
    );
  });

  it("says that a refresh and a destroy go by an older configuration, and names nobody where nobody has access", () => {
    expect(wrongEndpoint(share({ owned: [] }), true).message).toMatch(
      /and run this again\. A refresh and a destroy go by the configuration of the last `pulumi up`: run that first, with the share in the program\. To move the share .* without an owner\.$/,
    );
  });

  it.each<[string, RecordedEndpoint, CurrentEndpoint, string]>([
    [
      "an endpoint that was not set",
      { endpoint: VENDOR },
      { ...proxied, endpointKey: "image-share:moon.endpoint" },
      "this run calls https://proxy:8443, as image-share:moon.endpoint says: nothing was changed. Remove image-share:moon.endpoint, and",
    ],
    [
      "an endpoint that is missing",
      emulated,
      real,
      "this run calls the vendor's own hosts: nothing was changed. Set image-share:endpoint to http://127.0.0.1:7070, and",
    ],
    [
      "another site",
      { endpoint: VENDOR, site: "china" },
      { ...real, site: "international" },
      "made at the vendor's own hosts (site china), according to state, and this run calls the vendor's own hosts (site international): nothing was changed. Set image-share:moon.site to china, and",
    ],
    [
      "another endpoint and another site",
      { ...emulated, site: "china" },
      { ...proxied, site: "international" },
      "Set image-share:endpoint to http://127.0.0.1:7070 and set image-share:moon.site to china, and run this again.",
    ],
  ])("says what to set back: %s", (_name, recorded, now, expected) => {
    expect(wrongEndpoint(share({ recorded, now }), false).message).toContain(expected);
  });
});

describe("a share that moves", () => {
  const moving: MovedShare = { target, recorded: emulated, now: real, owned: ["100", "200"] };
  const nobody = { ...moving, owned: [] };

  it("names who keeps access at the old place", () => {
    expect(moveLine(moving)).toBe(
      "img-1 (moon-1): moves from http://127.0.0.1:7070 to the vendor's own hosts (image-share:moveEndpoint); at " +
        "http://127.0.0.1:7070, these keep access, and no share lists them any more: 100, 200",
    );
    expect(moveLine(nobody)).toBe(
      "img-1 (moon-1): moves from http://127.0.0.1:7070 to the vendor's own hosts (image-share:moveEndpoint)",
    );
  });

  it("a share that moves and that ends instead revokes nothing, and says so", () => {
    expect(leaveLine(moving)).toBe(
      "img-1 (moon-1): nothing is revoked at http://127.0.0.1:7070, since calls go to the vendor's own hosts " +
        "(image-share:moveEndpoint); at http://127.0.0.1:7070, these keep access, and no share lists them any more: 100, 200",
    );
    expect(leaveLine(nobody)).toMatch(/own hosts \(image-share:moveEndpoint\)$/);
  });

  it("a share that moves is not refreshed before", () => {
    expect(notRefreshedLine(moving)).toBe(
      "img-1 (moon-1): not refreshed: state names http://127.0.0.1:7070, and the share moves to the vendor's own " +
        "hosts with the next up (image-share:moveEndpoint)",
    );
  });
});

describe("the line that names the endpoint", () => {
  const endpoint = (url: string, source: string): Endpoint => ({ url: new URL(url), source });
  const all = endpoint("http://127.0.0.1:7070/", "image-share:endpoint");
  const own = [
    endpoint("https://proxy:443", "image-share:moon.endpoint"),
    endpoint("http://b", "image-share:sun.endpoint"),
  ];

  it.each([
    ["none is set", undefined, [], []],
    ["one is set for all", all, [], ["http://127.0.0.1:7070 (image-share:endpoint)"]],
    [
      "some clouds have their own",
      undefined,
      own,
      [
        "https://proxy (image-share:moon.endpoint), http://b (image-share:sun.endpoint); all others to the vendors",
      ],
    ],
    [
      "one cloud has its own beside that of all",
      all,
      own.slice(1),
      ["http://b (image-share:sun.endpoint); all others to http://127.0.0.1:7070 (image-share:endpoint)"],
    ],
  ])("the line that names the endpoint is one line, or none where %s", (_name, general, single, expected) => {
    expect(endpointLines(general, single)).toEqual(expected.map((end) => `image-share: calls go to ${end}`));
  });
});
