/** Who has access, as a value that never changes: it behaves as a map does, and its versions share what they can. */
import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { Grants } from "../../src/emulator/grants";
import { someAccounts } from "./support/clients";
import { register, root } from "./support/process";

it("keeps accounts, times and their order as a map does, whatever is added and removed", () => {
  const account = fc.integer({ min: 0, max: 80 }).map(String);
  const change = fc.tuple(fc.constantFrom("with", "without"), account);
  fc.assert(
    fc.property(fc.uniqueArray(account), fc.array(change, { maxLength: 300 }), (seeded, changes) => {
      const model = new Map(seeded.map((id) => [id, -1]));
      let grants = Grants.of(seeded, -1);
      for (const [index, [kind, id]] of changes.entries()) {
        grants = kind === "with" ? grants.with(id, index) : grants.without(id);
        if (kind === "without") {
          model.delete(id);
        } else if (!model.has(id)) {
          model.set(id, index);
        }
        expect([grants.size, grants.has(id)]).toEqual([model.size, model.has(id)]);
      }
      expect(grants.entries()).toEqual([...model]);
      expect(grants.accounts()).toEqual([...model.keys()]);
    }),
  );
});

it("leaves the version before as it was", () => {
  const before = Grants.of(someAccounts(40), 1);
  before.with("2000000001", 2).without("1000000005");
  expect(before.accounts()).toEqual(someAccounts(40));
});

it("keeps ten thousand versions of an image of 500 accounts within a few megabytes", () => {
  const script = `
    const { applySteps, CloudState } = require("./src/emulator/cloud");
    const { Grants } = require("./src/emulator/grants");
    const used = () => {
      gc();
      return process.memoryUsage().heapUsed;
    };
    const accounts = Array.from({ length: 500 }, (_, index) => String(1000000001 + index));
    const target = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" };
    const state = new CloudState();
    state.put(target, { accounts: Grants.of(accounts, 0) });
    const before = used();
    for (let write = 0; write < 10000; write += 1) {
      const step = { kind: write % 2 === 0 ? "unshare" : "share", account: accounts[(write >> 1) % 500] };
      state.change(target, write, (image) => applySteps(image, [step], write));
    }
    const megabytes = (used() - before) / 1e6;
    const sizes = [0, 1, 9999].map((moment) => state.getAsOf(target, moment).accounts.size);
    console.log(JSON.stringify({ megabytes, sizes }));
  `;
  const { stdout } = spawnSync(process.execPath, ["--expose-gc", "-r", register, "-e", script], {
    cwd: root,
    encoding: "utf8",
  });
  const { megabytes, sizes } = JSON.parse(stdout);
  expect(sizes).toEqual([499, 500, 500]);
  expect(megabytes).toBeGreaterThan(1);
  expect(megabytes).toBeLessThan(20);
});
