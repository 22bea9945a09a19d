/** Parameters of a cmdlet, as far as they matter; names in lower case. */
export interface Signature {
  /** Parameters by position. */
  readonly positions: readonly string[];
  /** Further parameters that take a value. */
  readonly values?: readonly string[];
  readonly switches?: readonly string[];
  /** Other names of parameters. */
  readonly aliases?: Readonly<Record<string, string>>;
}
