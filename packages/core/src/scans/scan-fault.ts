/** A scan did not come to its end, and is tried again. The message names no secret: owners read it. */
export class ScanFault extends Error {}
