import pg from 'pg';

/**
 * A connection that may be ended at any moment: whoever uses it is told by their statement. At the very moment when a pool
 * hands it out nobody listens yet, and an end that nobody listens to would be that of the process.
 */
export class LastingClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
