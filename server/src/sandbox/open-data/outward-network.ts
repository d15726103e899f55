/** The way out: names are looked up here, and a connection goes to the very address that was looked at. Replaced in tests. */
import { lookup } from "node:dns/promises";
import { connect, type Socket } from "node:net";

export interface OutwardNetwork {
  resolve(host: string): Promise<readonly string[]>;
  connect(address: string, port: number): Socket;
}

export const realNetwork: OutwardNetwork = {
  resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  connect: (address, port) => connect({ host: address, port }),
};
