/** State in a real PostgreSQL server, which the engine reaches by itself: two machines, one stack and two. */
import { PASSWORD, startPostgres } from "./postgres";
import { behavesAsSharedState, useMachines } from "./suite";

const machines = useMachines(startPostgres);

describe("state in PostgreSQL", () => {
  behavesAsSharedState(machines);

  it("is reached with a password that no command prints", async () => {
    const { output } = await machines.left.run(["whoami", "--verbose"]);
    expect(output).toContain("Backend URL: postgres://");
    expect(output).not.toContain(PASSWORD);
  });
});
