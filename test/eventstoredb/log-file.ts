import { closeSync, ftruncateSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';

const LENGTH_BYTES = 4;

/**
 * The frames of all events, one after the other, each behind its length. A frame is in the file before its append is
 * answered, so it outlives the process; nothing is forced to the disk.
 */
export class LogFile {
  readonly #descriptor: number;
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
    this.#descriptor = openSync(path, 'a+');
  }

  static clear(path: string): void {
    rmSync(path, { force: true });
  }

  static copy(path: string): Buffer {
    return readFileSync(path);
  }

  /** While no server has the file open. */
  static putBack(path: string, copy: Buffer): void {
    writeFileSync(path, copy);
  }

  /** Everything that is there. Half a frame at the end, of a process that died, is cut off. */
  load(): Buffer[] {
    const bytes = readFileSync(this.#path);
    const frames: Buffer[] = [];
    let offset = 0;
    while (offset + LENGTH_BYTES <= bytes.length) {
      const end = offset + LENGTH_BYTES + bytes.readUInt32BE(offset);
      if (end > bytes.length) break;
      frames.push(bytes.subarray(offset + LENGTH_BYTES, end));
      offset = end;
    }
    if (offset < bytes.length) ftruncateSync(this.#descriptor, offset);
    return frames;
  }

  append(frames: readonly Buffer[]): void {
    const parts = frames.flatMap((frame) => {
      const length = Buffer.allocUnsafe(LENGTH_BYTES);
      length.writeUInt32BE(frame.length);
      return [length, frame];
    });
    writeSync(this.#descriptor, Buffer.concat(parts));
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
