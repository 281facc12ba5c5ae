/** Content that cannot be read as what it claims to be: it was not scanned, and trying again would not help. */
export class LayerFault extends Error {}
