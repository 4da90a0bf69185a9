/** What the page of a contestant can be asked, as `window.bench`. */
export interface BenchPage {
  /** Makes the files. Not measured. */
  prepare(count: number): void
  /** Milliseconds from the first render to the end of the frame that shows the first file. */
  mount(): Promise<number>
  /** Elements in the body, those of shadow roots too. */
  elements(): number
  /** Scrolls half of the steps by 300 pixels each and the rest in equal jumps to the end; gives the frame intervals. */
  scroll(steps: number): Promise<readonly number[]>
  /** Milliseconds until the last file is in sight with its name and state; `null`: it did not come. */
  lastRow(giveUpMs: number): Promise<number | null>
  /** Jumps about, and counts the jumps after which the next painted frame had no name in its middle. */
  emptyJumps(jumps: number): Promise<number>
  /** Whether the focus is on a file or in its row. */
  isInRow(): boolean
  isInBox(): boolean
}
