/** Milliseconds since the epoch. */
export interface Clock {
  now(): number;
}

export interface Random {
  bytes(length: number): Uint8Array;
  uuid(): string;
}
