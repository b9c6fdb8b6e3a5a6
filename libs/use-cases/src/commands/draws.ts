/**
 * What chance decides for a command: 64 hexadecimal digits, the same however often the command is tried. Whoever gives a
 * command may choose its id, and must not be able to tell what is drawn for it.
 * @param what names the choice, for example `reoffer`
 */
export type Draws = (what: string, commandId: string) => string;
