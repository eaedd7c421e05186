/** Completion in the real shells that this machine has: bash, and zsh and fish where they are installed. */
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { scripts, shells } from "../../../src/cli/completion/scripts";
import { errorTopics } from "../../../src/core/error-topics";
import { serviceNames } from "../../../src/core/services";

const folder = mkdtempSync(join(tmpdir(), "image-share-completion-"));
const bin = join(folder, "image-share");
const environment = { ...process.env, PATH: `${folder}:${process.env.PATH}`, HOME: folder, TERM: "xterm" };

beforeAll(() => {
  const main = resolve("dist/cli/main.js");
  writeFileSync(bin, `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`);
  chmodSync(bin, 0o755);
  for (const shell of shells) writeFileSync(join(folder, shell), scripts[shell]);
  writeFileSync(join(folder, "inner.zsh"), printingMatches);
  writeFileSync(
    join(folder, "Pulumi.prod.yaml"),
    JSON.stringify({
      config: {
        "image-share:profiles": { partner: { tencentcloud: { secretId: "x", secretKey: "hidden" } } },
        "image-share:shares": [
          { service: "tencentcloud-cvm", region: "ap-tokyo", imageId: "img-1" },
          { service: "alicloud-ecs", region: "cn-shanghai", imageId: "m-1" },
        ],
      },
    }),
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An interactive zsh that prints each match of a completion, and then ends. */
const printingMatches = `
PROMPT=''
autoload -Uz compinit
compinit -u -D
source '${join(folder, "zsh")}'
bindkey '^I' complete-word
compadd() {
  if [[ " $* " == *" -"[OAD]" "* ]]; then
    builtin compadd "$@"
    return
  fi
  local -a found
  builtin compadd -A found "$@"
  (( \${#found} )) && print -rl -- "MATCH:\${^found}"
  builtin compadd "$@"
}
finish() { print FINISHED; exit; }
comppostfuncs=(finish)
print READY
`;

/** What each shell offers for a command line that ends with the word to complete. */
const ask: Readonly<Record<(typeof shells)[number], (line: string) => string[]>> = {
  bash: (line) => {
    // Words as bash splits them, `=` being a word of its own.
    const words = line.split(" ").flatMap((word) => word.split(/(?<==)|(?==)/));
    const script = [
      `source '${join(folder, "bash")}'`,
      `COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")})`,
      `COMP_CWORD=${words.length - 1}`,
      // Outside of an interactive completion bash has no options to set.
      "compopt() { :; }",
      "_image_share_completion",
      `printf "%s\\n" "$\{COMPREPLY[@]}"`,
    ].join("\n");
    return run("bash", ["--norc", "-c", script]);
  },
  zsh: (line) => {
    const script = [
      "zmodload zsh/zpty",
      "zpty z zsh -f -i",
      `zpty -w z "source '${join(folder, "inner.zsh")}'"`,
      "while zpty -r z said; do [[ $said == *READY* ]] && break; done",
      `zpty -w -n z '${line}'$'\\t'`,
      "while zpty -r z said; do print -r -- $said; [[ $said == *FINISHED* ]] && break; done",
    ].join("\n");
    return run("zsh", ["-f", "-c", script]).flatMap((said) => /MATCH:(.*?)\r?$/.exec(said)?.[1] ?? []);
  },
  fish: (line) =>
    run("fish", ["--no-config", "-c", `source '${join(folder, "fish")}'; complete -C '${line}'`]),
};

function run(shell: string, args: readonly string[]): string[] {
  const printed = execFileSync(shell, args, {
    cwd: folder,
    env: environment,
    encoding: "utf8",
    timeout: 30_000,
  });
  return printed.split("\n").filter((line) => line !== "");
}

const installed = shells.filter((shell) => spawnSync(shell, ["--version"]).status === 0);

it("is tried in bash at least", () => expect(installed).toContain("bash"));

describe.each(installed)("in %s", (shell) => {
  const offers = (line: string) => ask[shell](line).join("\n");

  it("the commands are offered, and the one that begins as typed", () => {
    const all = offers("image-share ");
    for (const command of ["show", "discover", "check", "apply", "review", "explain"])
      expect(all).toContain(command);
    expect(offers("image-share disc")).toContain("discover");
  });

  it("the services are offered where one is to be named, also after an equals sign", () => {
    const all = offers("image-share show --service ");
    for (const service of serviceNames) expect(all).toContain(service);
    const some = offers("image-share show --service=tencentcloud-l");
    expect(some).toContain("tencentcloud-lighthouse");
    expect(some).not.toContain("alicloud");
  });

  it("the regions of a service are those of the folder's stacks", () => {
    const tencent = offers("image-share discover --service tencentcloud-cvm --region ");
    expect(tencent).toContain("ap-tokyo");
    expect(tencent).not.toContain("cn-shanghai");
  });

  it("profiles are offered by name, and no key is", () => {
    const profiles = offers("image-share show --profile ");
    expect(profiles).toContain("partner");
    expect(profiles).not.toContain("hidden");
  });

  it("files are offered where a file is to be named", () => {
    expect(offers("image-share check --config Pul")).toContain("Pulumi.prod.yaml");
  });

  it("topics of errors are offered to explain", () => {
    const topics = offers("image-share explain max");
    expect(topics).toContain("max-removals");
    expect(errorTopics.filter((topic) => topics.includes(topic))).toEqual(["max-removals"]);
  });
});
