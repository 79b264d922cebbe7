import type { Client, Submittable } from 'pg';

/** What a COPY needs of the connection beyond what its types tell. */
interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

const CHUNK = 1024 * 1024;

/** One `COPY … FROM STDIN`, as the driver takes a query. */
class CopyIn implements Submittable {
  private failure: Error | null = null;

  constructor(
    private readonly text: string,
    private readonly lines: readonly string[],
    private readonly done: (failure: Error | null) => void,
  ) {}

  submit(connection: unknown): void {
    (connection as CopyConnection).query(this.text);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    let chunk: string[] = [];
    let size = 0;
    const send = (): void => {
      if (chunk.length > 0) connection.sendCopyFromChunk(Buffer.from(`${chunk.join('\n')}\n`));
      chunk = [];
      size = 0;
    };
    for (const line of this.lines) {
      chunk.push(line);
      size += line.length;
      if (size > CHUNK) send();
    }
    send();
    connection.endCopyFrom();
  }

  handleCommandComplete(): void {
    // The answer says how many rows there are, which is known.
  }

  handleError(failure: Error): void {
    this.failure = failure;
    this.done(failure);
  }

  handleReadyForQuery(): void {
    if (this.failure === null) this.done(null);
  }
}

/** Sends lines of COPY text to the server. Throws what the server says against them; none of them is then there. */
export function copyIn(client: Client, text: string, lines: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(
      new CopyIn(text, lines, (failure) => {
        if (failure) reject(failure);
        else resolve();
      }),
    );
  });
}
