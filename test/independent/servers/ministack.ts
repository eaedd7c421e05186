/** ministack (MIT), another emulator of AWS: https://pypi.org/project/ministack/ */
import { subjects } from "../../support/services";
import { type Ec2Server, ec2Server } from "./ec2";
import { startServer } from "./process";

/** Its own command listens on all interfaces, and so does its broker for devices. */
const ARGS = ["hypercorn", "ministack.app:app", "--bind", "127.0.0.1:0", "--workers", "0"];

export const ministack = {
  name: "ministack",
  subject: subjects["aws-ec2"],
  async start(): Promise<Ec2Server> {
    const { url, stop } = await startServer("ministack", ARGS, { IOT_MTLS_ENABLED: "0" });
    return ec2Server(url, stop);
  },
};
