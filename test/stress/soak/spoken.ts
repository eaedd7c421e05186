/** What the provider said in one command, read as the review of a preview reads it. */
import { type Line, Reader } from "../../../src/cli/review/lines";
import { formatAccounts } from "../../../src/core/accounts";
import type { ImageTarget } from "../../../src/core/target";
import { type ImageNumber, images } from "./steps";
import type { World } from "./world";

/** An account, and the line that speaks of it. */
export interface Said {
  readonly account: string;
  readonly text: string;
}

export class Spoken {
  readonly #world: World;
  readonly #lines: readonly Line[];

  constructor(world: World) {
    this.#world = world;
    const reader = new Reader(
      images.map((image) => world.target(image) as ImageTarget),
      {},
    );
    this.#lines = [...new Set(world.printed)].map((line) => reader.read(line));
  }

  /** Who is said to gain, lose or keep access to an image, and in which line. */
  of(kind: "gain" | "loss" | "keep", image: ImageNumber): Said[] {
    const lines = this.#about(image).filter((line) => line.kind === kind);
    return lines.flatMap(({ text, saying }) => saying.accounts.map((account) => ({ account, text })));
  }

  /** Whether some line about an image fits, and names the account. */
  names(image: ImageNumber, pattern: RegExp, account: string): boolean {
    const word = new RegExp(`(?<!\\d)${formatAccounts([account]).replace(/[()]/g, "\\$&")}(?!\\d)`);
    return this.#about(image).some(({ text }) => pattern.test(text) && word.test(text));
  }

  #about(image: ImageNumber): Line[] {
    const { imageId } = this.#world.target(image);
    return this.#lines.filter(({ targets }) => targets.some((target) => target.imageId === imageId));
  }
}
