import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A TCP proxy that can be taken down, or made to swallow everything. */
export interface Proxy {
  readonly port: number;
  mode: "pass" | "refuse" | "swallow";
  connections: number;
  dropAll(): void;
  close(): Promise<void>;
}

export async function startProxy(target: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    sockets.add(client);
    client.on("close", () => sockets.delete(client)).on("error", () => undefined);
    if (proxy.mode === "refuse") return void client.destroy();
    if (proxy.mode === "swallow") return;
    proxy.connections += 1;
    const upstream = connect(target, "127.0.0.1");
    upstream.on("error", () => client.destroy()).on("close", () => client.destroy());
    client.on("close", () => upstream.destroy());
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy: Proxy = {
    port: (server.address() as AddressInfo).port,
    mode: "pass",
    connections: 0,
    dropAll: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: () => {
      proxy.dropAll();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return proxy;
}
