/** A scan did not come to its end, and is tried again. The message names no secret: owners read it. */
export class ScanFault extends Error {}

/** Content that cannot be read as what it claims to be: it was not scanned, and trying again would not help. */
export class LayerFault extends Error {}
