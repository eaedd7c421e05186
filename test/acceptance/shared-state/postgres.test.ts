/** State in a real PostgreSQL server, which the engine reaches by itself: two machines, one stack and two. */
import { image, stranger } from "../../e2e/harness/world";
import { PASSWORD, type Server, startPostgres } from "./postgres";
import { behavesAsSharedState, holdInUp, spec, useMachines } from "./suite";

const servers: Server[] = [];
const machines = useMachines(async () => {
  const server = await startPostgres();
  servers.push(server);
  return server;
});

describe("state in PostgreSQL", () => {
  behavesAsSharedState(machines);

  it("is reached with a password that no command prints", async () => {
    const { output } = await machines.left.run(["whoami", "--verbose"]);
    expect(output).toContain("Backend URL: postgres://");
    expect(output).not.toContain(PASSWORD);
  });

  it("that is away for a while fails the run with what it did unsaved, and the next one adopts that", async () => {
    const { emulator, left, right } = machines;
    const [server] = servers;
    const golden = image("nodatabase");
    const listed = ["100000000001", "100000000002"];
    emulator.putImage({ ...golden, accounts: [stranger] });
    for (const stack of [left, right]) stack.setShares([spec(golden, listed)]);
    const held = await holdInUp(machines, left, golden);
    await server?.interrupt();
    emulator.clearFaults();
    const { code, output } = await held.finished;
    expect(code).not.toBe(0);
    expect(output).toContain("failed to save snapshot");
    expect(output).not.toContain(PASSWORD);
    await server?.resume();
    await right.run(["cancel", "--yes"]);
    await right.up();
    expect(emulator.accounts(golden).sort()).toEqual([...listed, stranger].sort());
    await right.destroy();
    expect(emulator.accounts(golden)).toEqual([stranger]);
  });
});
