/** The command that every target of a claim understands. */
export interface AbandonCommand {
  readonly type: 'AbandonCommand';
  readonly abandonedCommandId: string;
}
