export interface SamlConnection {
  /** The identity provider's entity id. */
  readonly entityId: string;
  /** Where AuthnRequests go, by HTTP-Redirect. */
  readonly signOnUrl: string;
  /** PEM, the keys whose signatures count. */
  readonly certificates: readonly string[];
  /** Our own entity id, which is also the address of our metadata. */
  readonly audience: string;
  /** Of our assertion consumer service, HTTP-POST. */
  readonly consumerUrl: string;
  /** The attribute that holds the groups' names, and the one of the e-mail address. */
  readonly groupsAttribute: string;
  readonly emailAttribute: string;
}
