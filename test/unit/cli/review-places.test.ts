/** Shares that end, and were made at another endpoint than the configuration names, or may have been. */
import { golden, held, other, said, share, step, wish } from "./preview-documents";
import { alice, bob } from "./support";

const label = `${golden.imageId} (ap-guangzhou)`;
const loses = `${label}: will lose access (the resource is deleted)`;
const lost = [`${loses}: ${alice}, ${bob}`, "stop"];
const [there, here] = ["http://127.0.0.1:7070", "https://proxy.example"];
const unless = (now: string, place: string, then: string) =>
  `${loses}, unless up goes by the configuration as it is now, which names ${now}, while the share was made at ` +
  `${place} (then up ${then}): ${alice}, ${bob}`;
const refused = (now: string, place = there) => [unless(now, place, "refuses this: wrong-endpoint"), "stop"];

function ended(config: Readonly<Record<string, string>>, more: Record<string, unknown> = {}) {
  const before = share("golden", { ...held, endpoint: there, ...more });
  return said({ steps: [step("delete", { before })], config }, [before]);
}

const json = (value: unknown) => JSON.stringify(value);

describe("a deletion", () => {
  it.each([
    ["of the endpoint that all clouds have", { "image-share:endpoint": `${there}/` }],
    [
      "of the endpoint that the cloud has",
      { "image-share:tencentcloud": json({ endpoint: there }), "image-share:endpoint": here },
    ],
  ])("takes access where the configuration is that %s", (_name, config) => {
    expect(ended(config)).toEqual(lost);
  });

  it.each([
    ["of all clouds", { "image-share:endpoint": here }, here],
    [
      "of the cloud",
      { "image-share:tencentcloud": json({ endpoint: here }), "image-share:endpoint": there },
      here,
    ],
    [
      "of the vendor",
      { "image-share:tencentcloud": json({ secretId: "a", secretKey: "[secret]" }) },
      "the vendor's own hosts",
    ],
  ])("a deletion may be refused where the endpoint %s is another one", (_name, config, now) => {
    expect(ended(config)).toEqual(refused(now));
  });

  it("goes by the profile that the share was made with", () => {
    const profiles = json({
      prod: { tencentcloud: { endpoint: here } },
      lab: { tencentcloud: { endpoint: there } },
    });
    const config = { "image-share:profiles": profiles };
    expect(ended(config, { credentials: "prod" })).toEqual(refused(here));
    expect(ended(config, { credentials: "lab" })).toEqual(lost);
  });

  it("revokes nothing elsewhere where the configuration moves the shares", () => {
    const config = { "image-share:endpoint": here, "image-share:moveEndpoint": "true" };
    expect(ended(config)).toEqual([unless(here, there, "revokes nothing there"), "stop"]);
  });

  it("a deletion of a share that is replaced and moves is what the provider says", () => {
    const before = share("golden", { ...held, endpoint: there });
    const after = wish("golden", { ...held, imageId: other.imageId });
    const steps = [step("replace", { before, after }), step("delete-replaced", { before })];
    const leaves =
      `${label}: nothing is revoked at ${there}, since calls go to ${here} (image-share:moveEndpoint); at ${there}, ` +
      `these keep access, and no share lists them any more: ${alice}, ${bob}`;
    const gains = `${other.imageId} (ap-guangzhou): will gain access: ${alice}, ${bob}`;
    const config = { "image-share:endpoint": here, "image-share:moveEndpoint": "true" };
    expect(said({ steps, config, lines: [leaves, gains] }, [before])).toEqual([gains, leaves, "go"]);
  });

  it.each([
    ["the section is secret", { "image-share:tencentcloud": "[secret]" }, {}, "image-share:tencentcloud"],
    ["the endpoint is secret", { "image-share:endpoint": "[secret]" }, {}, "the endpoint"],
    [
      "the profiles are secret",
      { "image-share:profiles": "[secret]" },
      { credentials: "a" },
      "image-share:profiles",
    ],
    ["the profile is secret", { "image-share:endpoint": there }, { credentials: "[secret]" }, "credentials"],
  ])("says that the endpoint is not known where %s", (_name, config, more, what) => {
    expect(ended(config, more)).toEqual([
      ...lost.slice(0, 1),
      "whether the configuration names the endpoint that the shares which end were made at is not known, because " +
        `${what} is secret: at another endpoint, up revokes nothing`,
      "stop",
    ]);
  });

  it("a deletion of a share whose state does not say where it was made says nothing of endpoints", () => {
    expect(ended({ "image-share:tencentcloud": "[secret]" }, { endpoint: undefined })).toEqual(lost);
  });

  it("names the sites where these differ", () => {
    const ens = {
      service: "alicloud-ens",
      imageId: "m-1",
      accounts: [alice],
      exclusive: true,
      endpoint: "vendor",
    };
    const before = share("edge", { ...ens, site: "china" }, { id: "alicloud-ens/m-1" });
    const config = (site: string) => ({ "image-share:alicloud": json({ site }) });
    const reviewed = (site: string) =>
      said({ steps: [step("delete", { before })], config: config(site) }, [before]);
    expect(reviewed("china")).toEqual([`m-1: will lose access (the resource is deleted): ${alice}`, "stop"]);
    expect(reviewed("international")[0]).toContain(
      "which names the vendor's own hosts (site international), while the share was made at the vendor's own hosts (site china)",
    );
  });
});
