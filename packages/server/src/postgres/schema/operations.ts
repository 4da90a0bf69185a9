/** A key that rows are sealed with. The id is derived from it and does not tell it. */
export interface ServerKeyTable {
  readonly id: string
  readonly noted_at: Date
}
