import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A relay in front of a port of this machine, which counts the connections that come in. */
export async function startRelay(port: number) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    const onward = connect(port, "127.0.0.1");
    sockets.push(socket, onward);
    // An end that goes away takes the other with it; why it went is for the client to find out.
    socket.on("error", () => onward.destroy()).pipe(onward);
    onward.on("error", () => socket.destroy()).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => sockets.length / 2,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
