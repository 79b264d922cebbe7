/** A watch that is started where the fault is brought about. */
export class Watch {
  private began = Date.now();

  /** The fault is brought about now. */
  start(): void {
    this.began = Date.now();
  }

  /** Milliseconds since then. */
  get passed(): number {
    return Date.now() - this.began;
  }
}
