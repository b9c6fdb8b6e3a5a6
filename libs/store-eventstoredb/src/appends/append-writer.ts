import stubs from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { connectivityState } from '@grpc/grpc-js';
import type { TamedClient } from '../connection/new-client.ts';
import type { Append } from './append-message.ts';
import { AppendStream, type Accepted } from './append-stream.ts';

/**
 * Sends appends, all through one call as long as the connection stands (ADR 10). While there is none, an append has a call
 * of its own, whose failure tells whether it was sent at all.
 */
export class AppendWriter {
  readonly #tamed: TamedClient;
  #shared: { readonly over: StreamsClient; readonly appends: AppendStream } | undefined;

  constructor(tamed: TamedClient) {
    this.#tamed = tamed;
  }

  /**
   * Sends it once.
   * @param milliseconds for the answer
   * @throws what the client throws, `NoAnswer` or `Ended`: see `failureOf`
   */
  async write(append: Append, milliseconds: number): Promise<Accepted> {
    const over = await this.#tamed.internals.getGRPCClient(stubs.StreamsClient, 'appendToStream');
    const stands = over.getChannel().getConnectivityState(false) === connectivityState.READY;
    if (stands) return this.#sharedOver(over).write(append, milliseconds);
    const alone = this.#open(over, { isShared: false, deadline: Date.now() + milliseconds });
    const accepted = alone.write(append);
    alone.leave();
    return accepted;
  }

  close(): void {
    this.#shared?.appends.cancel();
  }

  #sharedOver(over: StreamsClient): AppendStream {
    if (this.#shared?.over === over && !this.#shared.appends.isOver) return this.#shared.appends;
    // The client has gone on to another connection, perhaps to another node.
    this.#shared?.appends.leave();
    const appends = this.#open(over, { isShared: true, deadline: Infinity });
    this.#shared = { over, appends };
    return appends;
  }

  #open(over: StreamsClient, { isShared, deadline }: { isShared: boolean; deadline: number }): AppendStream {
    const { internals } = this.#tamed;
    const call = over.batchAppend(...internals.callArguments({ requiresLeader: true }, { deadline }));
    return new AppendStream({ call, isShared, onError: (error) => void internals.handleError(over, error) });
  }
}
