/** How far a run is, on the real engine in both hosts: a line while it lasts, and nothing of it at the end. */
import { accountsOf, imageOf, sections, subjects } from "../support/services";
import { hosts } from "./plugin/hosts";

const subject = subjects["volcengine-ecs"];
const targets = [1, 2, 3].map((number) => imageOf(subject, number));
const accounts = accountsOf(subject, 0, 2);
const action = "ModifyImageSharePermission";

describe.each(hosts)("a run that a vendor's throttling holds up, with $name", ({ useWorld, setShares }) => {
  const world = useWorld();

  it("says how many calls of how many are done and what it waits for, and leaves nothing of it in the diagnostics", async () => {
    const { emulator, stack } = world;
    stack.setConfig(sections(emulator.credentials));
    for (const target of targets) emulator.putImage({ ...target, accounts: [] });
    setShares(world, Object.fromEntries(targets.map((target, n) => [`slow${n}`, { ...target, accounts }])));
    emulator.injectFault({ kind: "throttle", action, retryAfterMs: 4_000 });
    const { output, saidOfResources } = await stack.up();
    const [before = "", diagnostics = ""] = output.split(/^Diagnostics:$/m);
    const rows = before.split("\n").filter((row) => row.includes("calls done"));
    // The row of the stack, in which a terminal shows the line in place of the last one.
    expect(rows[0]).toMatch(
      /pulumi:pulumi:Stack program-test .*volcengine-ecs: \d of \d+ calls done, about 4 s left; ModifyImageSharePermission: FlowLimitExceeded; retrying in 4 s$/,
    );
    expect(diagnostics).not.toMatch(/calls done|retrying/);
    expect(saidOfResources.filter((said) => said.includes("will gain access"))).toHaveLength(3);
    for (const target of targets) expect(emulator.accounts(target)).toEqual(accounts);
  });
});
