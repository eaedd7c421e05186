/** Runs the steps of an episode, and holds every answer of the product against the model. */
import { services } from "../faults/services";
import type { VirtualTime } from "../faults/virtual-time";
import { approve, heldTo } from "./approvals";
import { isWrite } from "./calls";
import { beforeCommand, brokenApprovals, type Command, commandViolations } from "./command-violations";
import { type Counts, topicOf } from "./counts";
import type { Asked } from "./engine";
import { rateLimitViolations } from "./rate-limit-violations";
import { everything, foreseen, plainly } from "./settled";
import { type Ending, Stack } from "./stack";
import type { Accident, Incident, ResourceName, Run, StackName, Step, UpOptions } from "./steps";
import { violationsIn } from "./violations";
import { World } from "./world";

/** @throws an error that names the step and each violation, when there is one. @param printed where the provider's lines are collected */
export async function live(
  episode: Run,
  time: VirtualTime,
  counts: Counts,
  printed: string[],
): Promise<void> {
  const world = new World(services[episode.service], episode.liveDiff, time, printed);
  await world.begin();
  try {
    const run = new EpisodeRun(world, counts);
    for (const [index, step] of episode.steps.entries()) {
      const violations = await run.take(step);
      if (violations.length > 0) {
        throw new Error(
          `${episode.service}, step ${index + 1} (${step.kind}):\n${violations.join("\n")}\n${run.story}`,
        );
      }
    }
    counts.episodes += 1;
  } finally {
    await world.emulator.close();
  }
}

/** How an operation may end when its deadline is shorter than the vendor's windows and lags. */
const outOfTime: ReadonlySet<string> = new Set(["throttled", "not-verified"]);

/** What befalls a command. */
interface Befalling {
  readonly incidents?: readonly Incident[];
  readonly accident?: Accident | undefined;
}

class EpisodeRun {
  readonly #world: World;
  readonly #counts: Counts;
  readonly #stacks: Readonly<Record<StackName, Stack>>;
  #violations: string[] = [];
  /** Calls of the process that is at work, or was last. */
  #story: string[] = [];
  #questions: Asked[] = [];
  #wrote = false;
  /** Whether nothing at all has gone wrong in the last command. */
  #wasPlain = false;

  constructor(world: World, counts: Counts) {
    this.#world = world;
    this.#counts = counts;
    const stack = (name: StackName) => new Stack(name, world, (asked) => this.#hold(asked));
    this.#stacks = { main: stack("main"), other: stack("other") };
  }

  /** What was asked, called and answered in the last step. */
  get story(): string {
    return this.#story.join("\n");
  }

  /** @returns what was not true */
  async take(step: Step): Promise<string[]> {
    this.#violations = [];
    this.#story = [];
    const ended = await this.#ended(step);
    const { add, byStep, byService } = this.#counts;
    add(byStep, step.kind === "outside" ? step.event.kind : step.kind, ended);
    add(byService, this.#world.facts.service, "steps");
    this.#counts.steps += 1;
    return this.#violations;
  }

  async #ended(step: Step): Promise<string> {
    const world = this.#world;
    switch (step.kind) {
      case "edit":
        this.#stackOf(step.resource).program(step.resource).apply(step.edit);
        return "done";
      case "handover": {
        const { other } = this.#stacks;
        const from = other.program(step.to === "left" ? "right" : "left");
        other.program(step.to).takeOver(from, step.accounts);
        return "done";
      }
      case "endpoint":
        this.#stacks[step.stack].site = step;
        return "done";
      case "taint":
        this.#stackOf(step.resource).taint(step.resource);
        return "done";
      case "backup":
      case "restore":
        this.#stacks[step.stack][step.kind]();
        return "done";
      case "outside":
        world.happen(step.event);
        return "done";
      case "faults":
        world.inject(step.faults);
        return "done";
      case "environment":
        world.turn(step.environment);
        return "done";
      case "time":
        await world.time.sleep(step.ms);
        return "done";
      case "settled": {
        const stack = this.#stacks[step.stack];
        const ended = await this.#settle(stack, step.readLagMs);
        stack.setSite({ ...stack.site, moves: false });
        return ended;
      }
      case "preview":
        return (await this.#preview(step, step)).ended;
      case "refresh": {
        const stack = this.#stacks[step.stack];
        return (await this.#operate(stack, "refresh", () => stack.refresh(step), step)).ended;
      }
      default:
        return this.#change(step);
    }
  }

  /** A run that may change something, held to an approval or not. */
  async #change(step: Step & { readonly kind: "up" | "destroy" }): Promise<string> {
    const { kind, approving } = step;
    const stack = this.#stacks[step.stack];
    const fresh = approving === "fresh" ? await this.#approveNow(stack, step) : undefined;
    if (fresh === "lost" || fresh === "failed" || fresh === "not approvable") return fresh;
    const approved = approving === "last" ? stack.approved : fresh?.approved;
    const work = () => (step.kind === "up" ? stack.up(step, approved) : stack.destroy(step, approved));
    const ending = await this.#operate(stack, kind, () => heldTo(approved, work), step);
    if (fresh?.isPlain === true && this.#wasPlain) {
      if (ending.ended === "ok")
        this.#violations.push(...brokenApprovals(fresh.approved, stack, this.#world));
      else if (ending.ended === "failed" && /does not show/.test(ending.error)) {
        this.#violations.push(`what the preview showed is refused: ${ending.error}`);
      }
    }
    return approving === "none" || approved === undefined ? ending.ended : `${ending.ended}, held`;
  }

  /** As a pipeline does in the job before: previews, and approves what that shows. */
  async #approveNow(stack: Stack, step: Step & { readonly kind: "up" | "destroy" }) {
    if (step.kind === "destroy") {
      const approved = approve(stack.previewDestroy(step));
      // The review does not know that nothing is revoked at another endpoint.
      return approved === undefined
        ? "not approvable"
        : { approved, isPlain: !stack.all.some((saved) => stack.isDisplaced(saved)) };
    }
    const { ended } = await this.#preview(step);
    const isPlain = this.#wasPlain && !stack.all.some((saved) => stack.isDisplaced(saved));
    if (ended !== "ok") return ended;
    return stack.approved === undefined ? "not approvable" : { approved: stack.approved, isPlain };
  }

  async #preview(options: UpOptions & { readonly stack: StackName }, what: Befalling = {}): Promise<Ending> {
    const stack = this.#stacks[options.stack];
    stack.approved = undefined;
    const work = () =>
      stack.preview(options, (documents) => {
        stack.approved = approve(documents);
      });
    return this.#operate(stack, "preview", work, what);
  }

  /** Without any fault, one run converges, and the next one has nothing to do. */
  async #settle(stack: Stack, readLagMs: number): Promise<string> {
    const world = this.#world;
    await world.settled(readLagMs);
    const { endpoint } = stack.site;
    stack.setSite({ endpoint, moves: true });
    if (!world.liveDiff) await this.#operate(stack, "refresh", () => stack.refresh(everything));
    const { isRefused, unsatisfied } = foreseen(stack, world);
    const first = await this.#operate(stack, "up", () => stack.up(plainly));
    const { isHurried } = stack;
    const isLate = (error: string) => isHurried && outOfTime.has(topicOf(error));
    if (first.ended === "failed") {
      if (!isRefused && !isLate(first.error))
        this.#violations.push(`in a settled environment: ${first.error}`);
      return isRefused ? "refused" : "out of time";
    }
    if (isRefused) this.#violations.push("success with what a guard forbids");
    if (unsatisfied().length > 0) this.#violations.push(`did not converge: ${unsatisfied()}`);
    const second = await this.#operate(stack, "up", () => stack.up(plainly));
    if (second.ended === "failed" && !isLate(second.error)) {
      this.#violations.push(`the second run: ${second.error}`);
    }
    if (this.#wrote) this.#violations.push("the second run wrote");
    return "converged";
  }

  #stackOf(resource: ResourceName): Stack {
    return this.#stacks[resource === "golden" ? "main" : "other"];
  }

  async #operate(
    stack: Stack,
    kind: Command["kind"],
    work: () => Promise<Ending>,
    { incidents = [], accident }: Befalling = {},
  ): Promise<Ending> {
    const world = this.#world;
    const stacks = Object.values(this.#stacks);
    this.#wrote = false;
    this.#questions = [];
    world.arm(incidents, accident);
    const before = beforeCommand(world, stacks);
    const ending = await work();
    const questions = this.#questions;
    this.#violations.push(
      ...rateLimitViolations(world),
      ...commandViolations({ before, stack, stacks, questions, ending, kind }, world),
    );
    this.#wasPlain = world.isPlain && world.liveDiff;
    world.disarm();
    if (ending.ended !== "failed") return ending;
    const topic = topicOf(ending.error);
    if (topic === "without a topic") this.#violations.push(`an error without a topic: ${ending.error}`);
    return ending;
  }

  #hold(asked: Asked): void {
    this.#questions.push(asked);
    const world = this.#world;
    const calls = world.emulator.calls();
    const { method, error } = asked;
    const said = error === undefined ? "ok" : topicOf(error.message);
    const { add, byAnswer, byService } = this.#counts;
    add(byAnswer, method, world.crashed ? "lost" : said);
    add(byService, world.facts.service, "calls", calls.length);
    const struck = calls.filter(({ outcome }) => outcome.fault !== undefined).length;
    add(byService, world.facts.service, "faults", struck);
    add(byService, world.facts.service, "writes", calls.filter(isWrite).length);
    this.#wrote ||= calls.some(isWrite);
    this.#story.push(`${method}: ${error?.message ?? JSON.stringify(asked.answer)}`);
    for (const { action, parameters, outcome } of calls) {
      this.#story.push(`  ${action} ${JSON.stringify(parameters)} => ${JSON.stringify(outcome)}`);
    }
    this.#violations.push(...violationsIn(asked, world));
  }
}
