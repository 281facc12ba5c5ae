/** Who may ask LemonLDAP::NG, and the key that it signs with. */
export interface LemonldapOptions {
  readonly port: number;
  /** PEM: PKCS#8, and a certificate for it. */
  readonly signingKey: { readonly privateKey: string; readonly certificate: string };
  readonly openId?: { readonly clientId: string; readonly clientSecret: string; readonly redirectUri: string };
  /** The service provider's metadata. */
  readonly saml?: string;
}

/** One configuration as its manager would write it. */
export function lemonldapConfiguration(folder: string, url: string, options: LemonldapOptions): object {
  return {
    cfgNum: 1,
    cfgDate: 1,
    portal: `${url}/`,
    domain: 'localhost',
    cookieName: 'lemonldap',
    securedCookie: 0,
    key: 'a key for this test alone, 32 bytes',
    authentication: 'Demo',
    userDB: 'Same',
    demoExportedVars: { cn: 'cn', mail: 'mail', uid: 'uid' },
    macros: { verified: '1' },
    groups: { engineers: "$uid eq 'dwho'", everybody: '1' },
    globalStorage: 'Apache::Session::File',
    globalStorageOptions: { Directory: `${folder}/sessions`, LockDirectory: `${folder}/locks` },
    localSessionStorage: '',
    locationRules: { localhost: { default: 'accept' } },
    requireToken: 0,
    skipRenewConfirmation: 1,
    captcha: 'NoCaptcha',
    ...openIdProvider(url, options),
    ...samlProvider(options),
  };
}

function openIdProvider(url: string, { signingKey, openId }: LemonldapOptions): object {
  return {
    issuerDBOpenIDConnectActivation: 1,
    oidcServiceMetaDataIssuer: url,
    oidcServicePrivateKeySig: signingKey.privateKey,
    oidcServicePublicKeySig: signingKey.certificate,
    oidcServiceKeyIdSig: 'test',
    oidcServiceAllowAuthorizationCodeFlow: 1,
    ...(openId && {
      oidcRPMetaDataExportedVars: {
        lanyard: {
          name: 'cn',
          email: 'mail',
          email_verified: 'verified;bool;auto',
          groups: 'groups;string;always',
        },
      },
      oidcRPMetaDataOptionsExtraClaims: { lanyard: { profile: 'groups' } },
      oidcRPMetaDataOptions: {
        lanyard: {
          oidcRPMetaDataOptionsClientID: openId.clientId,
          oidcRPMetaDataOptionsClientSecret: openId.clientSecret,
          oidcRPMetaDataOptionsRedirectUris: openId.redirectUri,
          oidcRPMetaDataOptionsIDTokenSignAlg: 'RS256',
          oidcRPMetaDataOptionsIDTokenForceClaims: 1,
          oidcRPMetaDataOptionsBypassConsent: 1,
          oidcRPMetaDataOptionsRequirePKCE: 1,
          oidcRPMetaDataOptionsAllowOffline: 1,
          oidcRPMetaDataOptionsUserIDAttr: 'uid',
        },
      },
    }),
  };
}

function samlProvider({ signingKey, saml }: LemonldapOptions): object {
  return {
    issuerDBSAMLActivation: 1,
    samlServicePrivateKeySig: signingKey.privateKey,
    samlServicePublicKeySig: signingKey.certificate,
    samlServiceSignatureMethod: 'RSA_SHA256',
    samlServiceUseCertificateInResponse: 0,
    ...(saml !== undefined && {
      samlSPMetaDataXML: { lanyard: { samlSPMetaDataXML: saml } },
      samlSPMetaDataExportedAttributes: { lanyard: { mail: '1;mail;;', groups: '1;groups;;' } },
      samlSPMetaDataOptions: {
        lanyard: {
          samlSPMetaDataOptionsNameIDFormat: 'persistent',
          samlSPMetaDataOptionsSignSSOMessage: 1,
          samlSPMetaDataOptionsCheckSSOMessageSignature: 0,
        },
      },
    }),
  };
}
