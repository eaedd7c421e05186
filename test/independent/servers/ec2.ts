/**
 * Servers that speak EC2's Query protocol, asked by requests that are written here: neither the backend's code nor a
 * signature takes part, which these servers do not check.
 */
import { subjects } from "../../support/services";
import type { RunningServer, Target } from "./server";

const subject = subjects["aws-ec2"];
const region = subject.target.region ?? "";
const key = { id: "AKIAINDEPENDENT", secret: "secret-of-the-independent-run" };
const SCOPE = `Credential=${key.id}/20260101/${region}/ec2/aws4_request, SignedHeaders=host, Signature=0`;

interface Answer {
  readonly status: number;
  readonly text: string;
}

export interface Ec2Server extends RunningServer {
  /** One request, with whatever comes of it. */
  ask(parameters: Readonly<Record<string, string>>): Promise<Answer>;
}

export function ec2Server(url: string, stop: () => Promise<void>): Ec2Server {
  let images = 0;
  const ask = async (parameters: Readonly<Record<string, string>>): Promise<Answer> => {
    const response = await fetch(url, {
      method: "POST",
      headers: { authorization: `AWS4-HMAC-SHA256 ${SCOPE}` },
      body: new URLSearchParams({ Version: "2016-11-15", ...parameters }),
    });
    return { status: response.status, text: await response.text() };
  };
  const done = async (parameters: Readonly<Record<string, string>>): Promise<string> => {
    const { status, text } = await ask(parameters);
    if (status !== 200) throw new Error(`${parameters.Action} was answered with ${status}: ${text}`);
    return text;
  };
  const modify = async ({ imageId }: Target, direction: "Add" | "Remove", accounts: readonly string[]) => {
    const items = accounts.map((account, index) => [
      `LaunchPermission.${direction}.${index + 1}.UserId`,
      account,
    ]);
    await done({ ...permissionsOf("ModifyImageAttribute", imageId), ...Object.fromEntries(items) });
  };
  return {
    url,
    settings: { "image-share:endpoint": url, "image-share:aws": subject.section(key) },
    ask,
    async makeImage() {
      images += 1;
      const name = `golden-${images}`;
      const text = await done({ Action: "RegisterImage", Name: name, RootDeviceName: "/dev/xvda" });
      const [imageId] = valuesOf(text, "imageId");
      if (imageId === undefined) throw new Error(`RegisterImage names no image: ${text}`);
      return { service: "aws-ec2", region, imageId };
    },
    async accounts({ imageId }) {
      return valuesOf(await done(permissionsOf("DescribeImageAttribute", imageId)), "userId").sort();
    },
    share: (target, accounts) => modify(target, "Add", accounts),
    unshare: (target, accounts) => modify(target, "Remove", accounts),
    stop,
  };
}

export function permissionsOf(action: string, imageId: string): Record<string, string> {
  return { Action: action, ImageId: imageId, Attribute: "launchPermission" };
}

export function valuesOf(xml: string, element: string): string[] {
  return [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, "g"))].map(
    ([, value = ""]) => value,
  );
}
