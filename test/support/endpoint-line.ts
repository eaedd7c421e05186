/** Every test calls an emulator, and every run says so in one line: left out where a test is about other lines. */

const line = /^image-share: calls go to http:\/\/.*$/;

export function isEndpointLine(text: string): boolean {
  return line.test(text);
}

/** Lines, each with its end. */
export function withoutEndpointLine(text: string): string {
  return text.replace(new RegExp(`${line.source}\n`, "gm"), "");
}

/** What was printed, line by line. */
export function linesOf(text: string): string[] {
  return text.split("\n").filter((each) => !isEndpointLine(each));
}
