/** A scan stopped before its end, and is tried again. The message contains no secret, because owners read it. */
export class ScanFault extends Error {}

/** The scanner does not answer at all, so no image is the reason. */
export class ScannerDown extends ScanFault {}

/** The content cannot be read in the format that it declares. It was not scanned, and another try would not help. */
export class LayerFault extends Error {}
