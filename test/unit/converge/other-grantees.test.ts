import { OtherGrantees } from "../../../src/converge/other-grantees";

const target = { service: "aws-ec2", region: "eu-central-1", imageId: "ami-01234567" };
const one = "arn:aws:organizations::012345678901:organization/o-aaaaaaaaaa";
const other = "arn:aws:organizations::012345678901:organization/o-bbbbbbbbbb";

it("grantees that are not accounts are reported once, and again when they are others", () => {
  const grantees = new OtherGrantees();
  const lines: string[] = [];
  const told: [others: string[], lines: number][] = [
    [[], 0],
    [[other, one], 1],
    [[one, other], 1],
    [[one], 2],
    [[], 2],
    [[one], 3],
  ];
  for (const [others, count] of told) {
    grantees.tell(target, others, (line) => lines.push(line));
    expect(lines).toHaveLength(count);
  }
  expect(lines[0]).toBe(`also shared with ${one}, ${other}; this is not managed`);
});
