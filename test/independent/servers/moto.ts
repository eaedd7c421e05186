/** moto (Apache-2.0), which most of AWS's users test with: https://docs.getmoto.org/en/latest/docs/server_mode.html */
import { subjects } from "../../support/services";
import { type Ec2Server, ec2Server } from "./ec2";
import { startServer } from "./process";

export const moto = {
  name: "moto",
  subject: subjects["aws-ec2"],
  async start(): Promise<Ec2Server> {
    const { url, stop } = await startServer("moto", ["moto.server", "-H", "127.0.0.1", "-p", "0"]);
    return ec2Server(url, stop);
  },
};
