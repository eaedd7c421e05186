/** Runs the steps of an episode, and holds every answer of the product against the model. */
import { services } from "../faults/services";
import type { VirtualTime } from "../faults/virtual-time";
import { budgetLies } from "./budget-lies";
import { type Counts, topicOf } from "./counts";
import { isWrite, liesIn } from "./lies";
import { isRefused, isSatisfied, type Properties, willOf } from "./program";
import { type Asked, type Ending, Stack } from "./stack";
import type { Accident, Episode, Incident, StackName, Step } from "./steps";
import { World } from "./world";

/** @throws an error that names the step and each lie, when there is one */
export async function live(episode: Episode, time: VirtualTime, counts: Counts): Promise<void> {
  const world = new World(services[episode.service], episode.liveDiff, time);
  await world.begin();
  try {
    const run = new EpisodeRun(world, counts);
    for (const [index, step] of episode.steps.entries()) {
      const lies = await run.take(step);
      if (lies.length > 0) {
        throw new Error(
          `${episode.service}, step ${index + 1} (${step.kind}):\n${lies.join("\n")}\n${run.story}`,
        );
      }
    }
    counts.episodes += 1;
  } finally {
    await world.emulator.close();
  }
}

/** How an operation may end when its deadline is shorter than the vendor's windows and lags. */
const outOfTime: ReadonlySet<string> = new Set(["throttled", "not-shown"]);

class EpisodeRun {
  readonly #world: World;
  readonly #counts: Counts;
  readonly #stacks: Readonly<Record<StackName, Stack>>;
  #lies: string[] = [];
  /** Calls of the process that is at work, or was last. */
  #story: string[] = [];
  #wrote = false;

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
    this.#lies = [];
    this.#story = [];
    const ended = await this.#ended(step);
    const { add, byStep, byService } = this.#counts;
    add(byStep, step.kind === "outside" ? step.event.kind : step.kind, ended);
    add(byService, this.#world.facts.service, "steps");
    this.#counts.steps += 1;
    return this.#lies;
  }

  async #ended(step: Step): Promise<string> {
    const world = this.#world;
    switch (step.kind) {
      case "edit":
        this.#stacks[step.stack].program.apply(step.edit);
        return "done";
      case "outside":
        world.happen(step.event);
        return "done";
      case "faults":
        world.inject(step.faults);
        return "done";
      case "weather":
        world.turn(step.weather);
        return "done";
      case "time":
        await world.time.sleep(step.ms);
        return "done";
      case "calm":
        return this.#calm(this.#stacks[step.stack], step.readLagMs);
      default: {
        const stack = this.#stacks[step.stack];
        const work = {
          up: () => stack.up(),
          rename: () => stack.up(true),
          preview: () => stack.preview(),
          refresh: () => stack.refresh(),
          destroy: () => stack.destroy(),
        }[step.kind];
        return (await this.#operate(work, step.incidents, step.accident)).ended;
      }
    }
  }

  /** Without any fault, one run converges, and the next one has nothing to do. */
  async #calm(stack: Stack, readLagMs: number): Promise<string> {
    const world = this.#world;
    await world.calm(readLagMs);
    if (!world.liveDiff) await this.#operate(() => stack.refresh());
    const { inputs } = stack.program;
    const isSame = stack.outputs?.imageId === inputs.imageId;
    const will = willOf(world.facts, inputs, isSame ? stack.outputs : undefined);
    const isRight = isInvalid(inputs) || isRefused(will, world.live(stack.image) ?? new Set());
    const first = await this.#operate(() => stack.up());
    const { isHurried } = stack;
    const isLate = (error: string) => isHurried && outOfTime.has(topicOf(error));
    if (first.ended === "failed") {
      if (!isRight && !isLate(first.error)) this.#lies.push(`in calm weather: ${first.error}`);
      return isRight ? "refused" : "out of time";
    }
    if (isRight) this.#lies.push("success with what a guard forbids");
    if (!isSatisfied(will, world.live(stack.image))) this.#lies.push("did not converge");
    const second = await this.#operate(() => stack.up());
    if (second.ended === "failed" && !isLate(second.error)) {
      this.#lies.push(`the second run: ${second.error}`);
    }
    if (this.#wrote) this.#lies.push("the second run wrote");
    return "converged";
  }

  async #operate(
    work: () => Promise<Ending>,
    incidents: readonly Incident[] = [],
    accident?: Accident,
  ): Promise<Ending> {
    this.#wrote = false;
    this.#world.arm(incidents, accident);
    const ending = await work();
    this.#lies.push(...budgetLies(this.#world));
    this.#world.disarm();
    if (ending.ended !== "failed") return ending;
    const topic = topicOf(ending.error);
    if (topic === "without a topic") this.#lies.push(`an error without a topic: ${ending.error}`);
    return ending;
  }

  #hold(asked: Asked): void {
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
    this.#lies.push(...liesIn(asked, world));
  }
}

/** Whether check has to refuse the arguments. */
function isInvalid({ accounts, shareToEcs, allowEmpty }: Properties): boolean {
  const isEmpty = Array.isArray(accounts) && accounts.length === 0 && allowEmpty !== true;
  return isEmpty || (accounts === undefined && shareToEcs === undefined);
}
