export interface paths {
    "/api/account/auto-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show how many auto-generated tokens the account keeps, and which one the next command-line login removes */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            kept: number;
                            limit: number;
                            nextToGo: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/account/factors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the second factors of the account, oldest first */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            factors: {
                                id: string;
                                /** @enum {string} */
                                type: "totp" | "passkey";
                                name: string;
                                createdAt: string;
                                lastUsedAt: string | null;
                            }[];
                            recoveryCodesLeft: number;
                            requiredBy: string[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/account/factors/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add the passkey that the browser created */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        passkey: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            factor: {
                                id: string;
                                /** @enum {string} */
                                type: "totp" | "passkey";
                                name: string;
                                createdAt: string;
                                lastUsedAt: string | null;
                            };
                            recoveryCodes: string[] | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/account/factors/passkeys/offer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get what the browser needs to create a passkey */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/account/factors/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add the authenticator app that has the seed, with a code of it */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        code: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            factor: {
                                id: string;
                                /** @enum {string} */
                                type: "totp" | "passkey";
                                name: string;
                                createdAt: string;
                                lastUsedAt: string | null;
                            };
                            recoveryCodes: string[] | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/account/factors/totp/offer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get a seed for an authenticator app; it counts after a code of it is confirmed */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            uri: string;
                            seed: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/account/factors/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a second factor; removing the last one also removes the recovery codes */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Rename a second factor */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            /** @enum {string} */
                            type: "totp" | "passkey";
                            name: string;
                            createdAt: string;
                            lastUsedAt: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/account/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change your password; every other session ends */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        currentPassword: string;
                        newPassword: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/account/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create ten new recovery codes; earlier codes are void */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            recoveryCodes: string[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/account/sign-out-everywhere": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End every session, this one too, and every command line with its auto-generated token */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            endedSessions: number;
                            endedSignIns: number;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List all accounts by name */
        get: {
            parameters: {
                query?: {
                    page?: number;
                    pageSize?: number;
                    search?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            total: number;
                            accounts: {
                                name: string;
                                email: string;
                                isAdministrator: boolean;
                                active: boolean;
                                disabledAt: string | null;
                                createdAt: string;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        /** Create an account */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        email: string;
                        password: string;
                        /** @default false */
                        isAdministrator?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            email: string;
                            isAdministrator: boolean;
                            active: boolean;
                            disabledAt: string | null;
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Disable an account, which ends its sessions and blocks its tokens, or enable it */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        active: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            email: string;
                            isAdministrator: boolean;
                            active: boolean;
                            disabledAt: string | null;
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the events of your account, or of an organization that you own, newest first */
        get: {
            parameters: {
                query?: {
                    page?: number;
                    pageSize?: number;
                    namespace?: string;
                    action?: "setup-code.issued" | "account.created" | "account.disabled" | "account.enabled" | "account.password-changed" | "account.password-reset-requested" | "account.password-reset" | "account.signed-out-everywhere" | "factor.added" | "factor.renamed" | "factor.removed" | "recovery-codes.made" | "identity.linked" | "identity.unlinked" | "identity.ended" | "session.started" | "session.refused" | "session.ended" | "sign-in.approved" | "sign-in.refused" | "sign-in.started" | "sign-in.reused" | "sign-in.ended" | "organization.created" | "organization.policy-changed" | "member.added" | "member.role-changed" | "member.removed" | "team.created" | "team.deleted" | "team.member-added" | "team.member-removed" | "repository.created" | "repository.changed" | "repository.deleted" | "repository.right-set" | "repository.right-removed" | "token.created" | "token.changed" | "token.deactivated" | "token.activated" | "token.deleted" | "token.evicted" | "token.refused" | "registry.created" | "registry.keys-rotated" | "domain.added" | "domain.verified" | "domain.removed" | "sso-connection.changed" | "sso-connection.removed" | "sso-connection.bypassed" | "scim-token.created" | "scim-token.deleted" | "scim-user.linked" | "scim-user.changed" | "scim-group.changed";
                    actorName?: string;
                    subjectId?: string;
                    from?: string;
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            total: number;
                            events: {
                                sequence: number;
                                id: string;
                                at: string;
                                action: string;
                                actor: {
                                    type: string;
                                    id: string;
                                    name: string;
                                };
                                subject: {
                                    type: string;
                                    id: string;
                                    name: string;
                                };
                                namespace: string | null;
                                address: string;
                                client: string;
                                data: {
                                    [key: string]: unknown;
                                };
                                digest: string;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export the events of your account, or of an organization that you own, oldest first */
        get: {
            parameters: {
                query: {
                    namespace?: string;
                    action?: "setup-code.issued" | "account.created" | "account.disabled" | "account.enabled" | "account.password-changed" | "account.password-reset-requested" | "account.password-reset" | "account.signed-out-everywhere" | "factor.added" | "factor.renamed" | "factor.removed" | "recovery-codes.made" | "identity.linked" | "identity.unlinked" | "identity.ended" | "session.started" | "session.refused" | "session.ended" | "sign-in.approved" | "sign-in.refused" | "sign-in.started" | "sign-in.reused" | "sign-in.ended" | "organization.created" | "organization.policy-changed" | "member.added" | "member.role-changed" | "member.removed" | "team.created" | "team.deleted" | "team.member-added" | "team.member-removed" | "repository.created" | "repository.changed" | "repository.deleted" | "repository.right-set" | "repository.right-removed" | "token.created" | "token.changed" | "token.deactivated" | "token.activated" | "token.deleted" | "token.evicted" | "token.refused" | "registry.created" | "registry.keys-rotated" | "domain.added" | "domain.verified" | "domain.removed" | "sso-connection.changed" | "sso-connection.removed" | "sso-connection.bypassed" | "scim-token.created" | "scim-token.deleted" | "scim-user.linked" | "scim-user.changed" | "scim-group.changed";
                    actorName?: string;
                    subjectId?: string;
                    from?: string;
                    to?: string;
                    format: "csv" | "jsonl";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": string;
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the organizations that you belong to, by name */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            organizations: {
                                name: string;
                                policy: {
                                    /** @description Tokens that live longer, or never expire, cannot reach the repositories of this organization. */
                                    maximumTokenLifetimeSeconds: number | null;
                                    /** @description No token can do more than this in this organization, even if it was granted more. */
                                    tokenActions: ("pull" | "push" | "delete")[];
                                    /** @description A command line gets an auto-generated token when a person signs in with docker login or lanyard login. */
                                    autoTokenActions: ("pull" | "push" | "delete")[];
                                    /** @description The most recently used tokens are kept. If a member belongs to several organizations, the smallest number applies. */
                                    autoTokensKept: number | null;
                                    /** @description If this is off, docker and other registry clients need an access token for this organization. */
                                    passwordAtRegistry: boolean;
                                    /** @description A command line that is signed out also loses its auto-generated token. */
                                    signInIdleSeconds: number | null;
                                    /** @description After this time members sign in again in a browser, even if they use the command line every day. */
                                    signInLifetimeSeconds: number | null;
                                    /** @description If this is off, only owners can create repositories, on the pages or by pushing to a new name. */
                                    membersCreateRepositories: boolean;
                                    /**
                                     * @description A repository that a push creates gets this visibility. You can change it for each repository.
                                     * @enum {string}
                                     */
                                    defaultVisibility: "public" | "private";
                                    /** @description Without a second factor, members cannot create tokens or approve command lines, and their tokens cannot reach the repositories here. */
                                    requireSecondFactor: boolean;
                                    /** @description Everyone with an e-mail address in a verified domain signs in at the identity provider, and their passwords are refused. In an emergency, server administrators and owners with a second factor can still use their password in a browser; the audit log records it. */
                                    requireSingleSignOn: boolean;
                                    /** @description Members who were removed at the provider are signed out, and their tokens stop working. If the provider cannot be asked, as with SAML, browser sessions end after this time. */
                                    signOnRecheckSeconds: number;
                                    /** @description A token works here only if its owner signed in at the identity provider within this time. Tokens of the organization itself are not affected. */
                                    tokenSignOnSeconds: number | null;
                                };
                                createdAt: string;
                                /** @enum {string} */
                                role: "owner" | "member";
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        /** Create an organization; you become its owner */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            policy: {
                                /** @description Tokens that live longer, or never expire, cannot reach the repositories of this organization. */
                                maximumTokenLifetimeSeconds: number | null;
                                /** @description No token can do more than this in this organization, even if it was granted more. */
                                tokenActions: ("pull" | "push" | "delete")[];
                                /** @description A command line gets an auto-generated token when a person signs in with docker login or lanyard login. */
                                autoTokenActions: ("pull" | "push" | "delete")[];
                                /** @description The most recently used tokens are kept. If a member belongs to several organizations, the smallest number applies. */
                                autoTokensKept: number | null;
                                /** @description If this is off, docker and other registry clients need an access token for this organization. */
                                passwordAtRegistry: boolean;
                                /** @description A command line that is signed out also loses its auto-generated token. */
                                signInIdleSeconds: number | null;
                                /** @description After this time members sign in again in a browser, even if they use the command line every day. */
                                signInLifetimeSeconds: number | null;
                                /** @description If this is off, only owners can create repositories, on the pages or by pushing to a new name. */
                                membersCreateRepositories: boolean;
                                /**
                                 * @description A repository that a push creates gets this visibility. You can change it for each repository.
                                 * @enum {string}
                                 */
                                defaultVisibility: "public" | "private";
                                /** @description Without a second factor, members cannot create tokens or approve command lines, and their tokens cannot reach the repositories here. */
                                requireSecondFactor: boolean;
                                /** @description Everyone with an e-mail address in a verified domain signs in at the identity provider, and their passwords are refused. In an emergency, server administrators and owners with a second factor can still use their password in a browser; the audit log records it. */
                                requireSingleSignOn: boolean;
                                /** @description Members who were removed at the provider are signed out, and their tokens stop working. If the provider cannot be asked, as with SAML, browser sessions end after this time. */
                                signOnRecheckSeconds: number;
                                /** @description A token works here only if its owner signed in at the identity provider within this time. Tokens of the organization itself are not affected. */
                                tokenSignOnSeconds: number | null;
                            };
                            createdAt: string;
                            /** @enum {string} */
                            role: "owner" | "member";
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show an organization to its members */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            policy: {
                                /** @description Tokens that live longer, or never expire, cannot reach the repositories of this organization. */
                                maximumTokenLifetimeSeconds: number | null;
                                /** @description No token can do more than this in this organization, even if it was granted more. */
                                tokenActions: ("pull" | "push" | "delete")[];
                                /** @description A command line gets an auto-generated token when a person signs in with docker login or lanyard login. */
                                autoTokenActions: ("pull" | "push" | "delete")[];
                                /** @description The most recently used tokens are kept. If a member belongs to several organizations, the smallest number applies. */
                                autoTokensKept: number | null;
                                /** @description If this is off, docker and other registry clients need an access token for this organization. */
                                passwordAtRegistry: boolean;
                                /** @description A command line that is signed out also loses its auto-generated token. */
                                signInIdleSeconds: number | null;
                                /** @description After this time members sign in again in a browser, even if they use the command line every day. */
                                signInLifetimeSeconds: number | null;
                                /** @description If this is off, only owners can create repositories, on the pages or by pushing to a new name. */
                                membersCreateRepositories: boolean;
                                /**
                                 * @description A repository that a push creates gets this visibility. You can change it for each repository.
                                 * @enum {string}
                                 */
                                defaultVisibility: "public" | "private";
                                /** @description Without a second factor, members cannot create tokens or approve command lines, and their tokens cannot reach the repositories here. */
                                requireSecondFactor: boolean;
                                /** @description Everyone with an e-mail address in a verified domain signs in at the identity provider, and their passwords are refused. In an emergency, server administrators and owners with a second factor can still use their password in a browser; the audit log records it. */
                                requireSingleSignOn: boolean;
                                /** @description Members who were removed at the provider are signed out, and their tokens stop working. If the provider cannot be asked, as with SAML, browser sessions end after this time. */
                                signOnRecheckSeconds: number;
                                /** @description A token works here only if its owner signed in at the identity provider within this time. Tokens of the organization itself are not affected. */
                                tokenSignOnSeconds: number | null;
                            };
                            createdAt: string;
                            /** @enum {string} */
                            role: "owner" | "member";
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization}/domains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the e-mail domains of an organization by name, for its owners */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            domains: {
                                name: string;
                                /** @enum {string} */
                                status: "pending" | "verified";
                                record: {
                                    name: string;
                                    value: string;
                                };
                                createdAt: string;
                                verifiedAt: string | null;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        /** Add an e-mail domain; the answer has the TXT record that proves it */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            /** @enum {string} */
                            status: "pending" | "verified";
                            record: {
                                name: string;
                                value: string;
                            };
                            createdAt: string;
                            verifiedAt: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization}/domains/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a domain */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization}/domains/{name}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look up the TXT record, and mark the domain as verified */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            /** @enum {string} */
                            status: "pending" | "verified";
                            record: {
                                name: string;
                                value: string;
                            };
                            createdAt: string;
                            verifiedAt: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the members of an organization by name */
        get: {
            parameters: {
                query?: {
                    page?: number;
                    pageSize?: number;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            total: number;
                            members: {
                                account: string;
                                /** @enum {string} */
                                role: "owner" | "member";
                                addedAt: string;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization}/members/{account}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Add a member or change a role; the last owner stays an owner */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    account: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        role: "owner" | "member";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        post?: never;
        /** Remove a member with all rights in the organization, or leave the organization */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    account: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization}/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the policy of an organization; it applies to existing tokens too */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Tokens that live longer, or never expire, cannot reach the repositories of this organization. */
                        maximumTokenLifetimeSeconds?: number | null;
                        /** @description No token can do more than this in this organization, even if it was granted more. */
                        tokenActions?: ("pull" | "push" | "delete")[];
                        /** @description A command line gets an auto-generated token when a person signs in with docker login or lanyard login. */
                        autoTokenActions?: ("pull" | "push" | "delete")[];
                        /** @description The most recently used tokens are kept. If a member belongs to several organizations, the smallest number applies. */
                        autoTokensKept?: number | null;
                        /** @description If this is off, docker and other registry clients need an access token for this organization. */
                        passwordAtRegistry?: boolean;
                        /** @description A command line that is signed out also loses its auto-generated token. */
                        signInIdleSeconds?: number | null;
                        /** @description After this time members sign in again in a browser, even if they use the command line every day. */
                        signInLifetimeSeconds?: number | null;
                        /** @description If this is off, only owners can create repositories, on the pages or by pushing to a new name. */
                        membersCreateRepositories?: boolean;
                        /**
                         * @description A repository that a push creates gets this visibility. You can change it for each repository.
                         * @enum {string}
                         */
                        defaultVisibility?: "public" | "private";
                        /** @description Without a second factor, members cannot create tokens or approve command lines, and their tokens cannot reach the repositories here. */
                        requireSecondFactor?: boolean;
                        /** @description Everyone with an e-mail address in a verified domain signs in at the identity provider, and their passwords are refused. In an emergency, server administrators and owners with a second factor can still use their password in a browser; the audit log records it. */
                        requireSingleSignOn?: boolean;
                        /** @description Members who were removed at the provider are signed out, and their tokens stop working. If the provider cannot be asked, as with SAML, browser sessions end after this time. */
                        signOnRecheckSeconds?: number;
                        /** @description A token works here only if its owner signed in at the identity provider within this time. Tokens of the organization itself are not affected. */
                        tokenSignOnSeconds?: number | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            policy: {
                                /** @description Tokens that live longer, or never expire, cannot reach the repositories of this organization. */
                                maximumTokenLifetimeSeconds: number | null;
                                /** @description No token can do more than this in this organization, even if it was granted more. */
                                tokenActions: ("pull" | "push" | "delete")[];
                                /** @description A command line gets an auto-generated token when a person signs in with docker login or lanyard login. */
                                autoTokenActions: ("pull" | "push" | "delete")[];
                                /** @description The most recently used tokens are kept. If a member belongs to several organizations, the smallest number applies. */
                                autoTokensKept: number | null;
                                /** @description If this is off, docker and other registry clients need an access token for this organization. */
                                passwordAtRegistry: boolean;
                                /** @description A command line that is signed out also loses its auto-generated token. */
                                signInIdleSeconds: number | null;
                                /** @description After this time members sign in again in a browser, even if they use the command line every day. */
                                signInLifetimeSeconds: number | null;
                                /** @description If this is off, only owners can create repositories, on the pages or by pushing to a new name. */
                                membersCreateRepositories: boolean;
                                /**
                                 * @description A repository that a push creates gets this visibility. You can change it for each repository.
                                 * @enum {string}
                                 */
                                defaultVisibility: "public" | "private";
                                /** @description Without a second factor, members cannot create tokens or approve command lines, and their tokens cannot reach the repositories here. */
                                requireSecondFactor: boolean;
                                /** @description Everyone with an e-mail address in a verified domain signs in at the identity provider, and their passwords are refused. In an emergency, server administrators and owners with a second factor can still use their password in a browser; the audit log records it. */
                                requireSingleSignOn: boolean;
                                /** @description Members who were removed at the provider are signed out, and their tokens stop working. If the provider cannot be asked, as with SAML, browser sessions end after this time. */
                                signOnRecheckSeconds: number;
                                /** @description A token works here only if its owner signed in at the identity provider within this time. Tokens of the organization itself are not affected. */
                                tokenSignOnSeconds: number | null;
                            };
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/organizations/{organization}/scim-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create the SCIM token of an organization; the old one stops working */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            secret: string;
                            baseUrl: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        /** Delete the SCIM token of an organization */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization}/single-sign-on": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show the connection with the identity provider, and what the provider needs to know */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            connection: ({
                                /** @enum {string} */
                                protocol: "oidc";
                                issuer: string;
                                clientId: string;
                                groupsClaim: string;
                                groupTeams: {
                                    group: string;
                                    team: string;
                                }[];
                                createdAt: string;
                            } | {
                                /** @enum {string} */
                                protocol: "saml";
                                entityId: string;
                                signOnUrl: string;
                                groupsAttribute: string;
                                emailAttribute: string;
                                groupTeams: {
                                    group: string;
                                    team: string;
                                }[];
                                createdAt: string;
                            }) | null;
                            connectedMembers: number;
                            addresses: {
                                callback: string;
                                entityId: string;
                                consumer: string;
                                metadata: string;
                            };
                            start: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        /** Connect an identity provider by OpenID Connect or SAML 2.0, or change the connection */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        protocol: "oidc";
                        /** Format: uri */
                        issuer: string;
                        clientId: string;
                        clientSecret?: string;
                        /** @default groups */
                        groupsClaim?: string;
                        /** @default [] */
                        groupTeams?: {
                            group: string;
                            team: string;
                        }[];
                    } | {
                        /** @enum {string} */
                        protocol: "saml";
                        metadata?: string;
                        /** @default groups */
                        groupsAttribute?: string;
                        /** @default mail */
                        emailAttribute?: string;
                        /** @default [] */
                        groupTeams?: {
                            group: string;
                            team: string;
                        }[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            connection: ({
                                /** @enum {string} */
                                protocol: "oidc";
                                issuer: string;
                                clientId: string;
                                groupsClaim: string;
                                groupTeams: {
                                    group: string;
                                    team: string;
                                }[];
                                createdAt: string;
                            } | {
                                /** @enum {string} */
                                protocol: "saml";
                                entityId: string;
                                signOnUrl: string;
                                groupsAttribute: string;
                                emailAttribute: string;
                                groupTeams: {
                                    group: string;
                                    team: string;
                                }[];
                                createdAt: string;
                            }) | null;
                            connectedMembers: number;
                            addresses: {
                                callback: string;
                                entityId: string;
                                consumer: string;
                                metadata: string;
                            };
                            start: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        post?: never;
        /** Remove the connection; refused while single sign-on is required */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization}/single-sign-on/members/{account}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Disconnect an account from the identity provider; its next sign-in there connects it again */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    account: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization}/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the teams of an organization by name */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            teams: {
                                name: string;
                                createdAt: string;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        /** Create a team */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization}/teams/{team}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a team with its members and its rights */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    team: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            createdAt: string;
                            members: string[];
                            rights: {
                                repository: string;
                                /** @enum {string} */
                                right: "read" | "write" | "admin";
                            }[] | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Delete a team with its rights */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    team: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization}/teams/{team}/members/{account}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Add a member of the organization to a team */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    team: string;
                    account: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        post?: never;
        /** Remove an account from a team */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    team: string;
                    account: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the access tokens of the organization; newest first unless another order is asked for */
        get: {
            parameters: {
                query?: {
                    page?: number;
                    pageSize?: number;
                    origin?: "manual" | "auto";
                    status?: "active" | "inactive" | "expired";
                    search?: string;
                    sort?: "created" | "lastUsed" | "description" | "expires";
                    order?: "asc" | "desc";
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            total: number;
                            counts: {
                                active: number;
                                inactive: number;
                                expired: number;
                            };
                            tokens: {
                                id: string;
                                description: string;
                                /** @enum {string} */
                                kind: "pat" | "auto" | "oat";
                                /** @enum {string} */
                                origin: "manual" | "auto";
                                /** @enum {string} */
                                status: "active" | "inactive" | "expired";
                                grants: ({
                                    /** @enum {string} */
                                    type: "catalog";
                                } | {
                                    /**
                                     * @default repository
                                     * @enum {string}
                                     */
                                    type: "repository";
                                    pattern: string;
                                    actions: ("pull" | "push" | "delete")[];
                                    /**
                                     * @default any
                                     * @enum {string}
                                     */
                                    visibility: "any" | "public";
                                })[];
                                createdAt: string;
                                createdBy: string | null;
                                createdFrom: {
                                    address: string;
                                    client: string;
                                };
                                signedInWith: {
                                    name: string;
                                    version: string | null;
                                    operatingSystem: string | null;
                                } | null;
                                expiresAt: string | null;
                                lastUsed: {
                                    at: string;
                                    address: string;
                                    client: string;
                                } | null;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        /** Create an access token of the organization; only this answer has its secret */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        description: string;
                        grants: ({
                            /** @enum {string} */
                            type: "catalog";
                        } | {
                            /**
                             * @default repository
                             * @enum {string}
                             */
                            type?: "repository";
                            pattern: string;
                            actions: ("pull" | "push" | "delete")[];
                            /**
                             * @default any
                             * @enum {string}
                             */
                            visibility?: "any" | "public";
                        })[];
                        /** @default null */
                        expiresAt?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            token: {
                                id: string;
                                description: string;
                                /** @enum {string} */
                                kind: "pat" | "auto" | "oat";
                                /** @enum {string} */
                                origin: "manual" | "auto";
                                /** @enum {string} */
                                status: "active" | "inactive" | "expired";
                                grants: ({
                                    /** @enum {string} */
                                    type: "catalog";
                                } | {
                                    /**
                                     * @default repository
                                     * @enum {string}
                                     */
                                    type: "repository";
                                    pattern: string;
                                    actions: ("pull" | "push" | "delete")[];
                                    /**
                                     * @default any
                                     * @enum {string}
                                     */
                                    visibility: "any" | "public";
                                })[];
                                createdAt: string;
                                createdBy: string | null;
                                createdFrom: {
                                    address: string;
                                    client: string;
                                };
                                signedInWith: {
                                    name: string;
                                    version: string | null;
                                    operatingSystem: string | null;
                                } | null;
                                expiresAt: string | null;
                                lastUsed: {
                                    at: string;
                                    address: string;
                                    client: string;
                                } | null;
                            };
                            secret: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization}/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show an access token of the organization */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            description: string;
                            /** @enum {string} */
                            kind: "pat" | "auto" | "oat";
                            /** @enum {string} */
                            origin: "manual" | "auto";
                            /** @enum {string} */
                            status: "active" | "inactive" | "expired";
                            grants: ({
                                /** @enum {string} */
                                type: "catalog";
                            } | {
                                /**
                                 * @default repository
                                 * @enum {string}
                                 */
                                type: "repository";
                                pattern: string;
                                actions: ("pull" | "push" | "delete")[];
                                /**
                                 * @default any
                                 * @enum {string}
                                 */
                                visibility: "any" | "public";
                            })[];
                            createdAt: string;
                            createdBy: string | null;
                            createdFrom: {
                                address: string;
                                client: string;
                            };
                            signedInWith: {
                                name: string;
                                version: string | null;
                                operatingSystem: string | null;
                            } | null;
                            expiresAt: string | null;
                            lastUsed: {
                                at: string;
                                address: string;
                                client: string;
                            } | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Delete an access token of the organization */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Rename, deactivate or activate an access token of the organization */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        description?: string;
                        active?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            description: string;
                            /** @enum {string} */
                            kind: "pat" | "auto" | "oat";
                            /** @enum {string} */
                            origin: "manual" | "auto";
                            /** @enum {string} */
                            status: "active" | "inactive" | "expired";
                            grants: ({
                                /** @enum {string} */
                                type: "catalog";
                            } | {
                                /**
                                 * @default repository
                                 * @enum {string}
                                 */
                                type: "repository";
                                pattern: string;
                                actions: ("pull" | "push" | "delete")[];
                                /**
                                 * @default any
                                 * @enum {string}
                                 */
                                visibility: "any" | "public";
                            })[];
                            createdAt: string;
                            createdBy: string | null;
                            createdFrom: {
                                address: string;
                                client: string;
                            };
                            signedInWith: {
                                name: string;
                                version: string | null;
                                operatingSystem: string | null;
                            } | null;
                            expiresAt: string | null;
                            lastUsed: {
                                at: string;
                                address: string;
                                client: string;
                            } | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/organizations/{organization}/tokens/{id}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the uses of an access token of the organization, by day, repository, actions, address and client */
        get: {
            parameters: {
                query?: {
                    page?: number;
                    pageSize?: number;
                };
                header?: never;
                path: {
                    organization: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            total: number;
                            usage: {
                                day: string;
                                registry: string;
                                repository: string | null;
                                actions: string;
                                address: string;
                                client: string;
                                count: number;
                                lastAt: string;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization}/tokens/{id}/usage-summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count the uses of an access token of the organization on each of the last days, in UTC */
        get: {
            parameters: {
                query?: {
                    days?: number;
                };
                header?: never;
                path: {
                    organization: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            from: string;
                            to: string;
                            days: {
                                day: string;
                                count: number;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization}/workstation-policy/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a file that makes Docker Desktop require a sign-in by a member: registry.json, desktop.plist, com.docker.config.plist, docker.mobileconfig, docker.reg */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    file: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": string;
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/password-resets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Request a mail with a link to set a new password; the answer does not show whether the account exists */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        email: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            message: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/password-resets/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set a new password with a mailed code; every session and command line ends */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        code: string;
                        password: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/registries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the registries that this server issues tokens for */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            registries: {
                                name: string;
                                service: string;
                                /** @enum {string} */
                                kind: "distribution" | "zot";
                                tokenTtlSeconds: number;
                                createdAt: string;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        /** Add a registry; it gets a signing chain of its own */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        service: string;
                        /**
                         * @default distribution
                         * @enum {string}
                         */
                        kind?: "distribution" | "zot";
                        /** @default 300 */
                        tokenTtlSeconds?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            service: string;
                            /** @enum {string} */
                            kind: "distribution" | "zot";
                            tokenTtlSeconds: number;
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/registries/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a registry with the certificate that it must trust, as PEM */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            service: string;
                            /** @enum {string} */
                            kind: "distribution" | "zot";
                            tokenTtlSeconds: number;
                            createdAt: string;
                            trustedCertificate: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/registries/{name}/configuration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the configuration that makes a registry trust this server, ready to paste */
        get: {
            parameters: {
                query: {
                    for: "distribution-2.8" | "distribution-3" | "zot";
                    certificatePath?: string;
                };
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            configuration: string;
                            certificatePath: string;
                            trustedCertificate: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/registries/{name}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replace the signing leaf at once; the registry needs no restart */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            service: string;
                            /** @enum {string} */
                            kind: "distribution" | "zot";
                            tokenTtlSeconds: number;
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/repositories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the repositories of a namespace that you may see, by name */
        get: {
            parameters: {
                query: {
                    page?: number;
                    pageSize?: number;
                    namespace: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            total: number;
                            repositories: {
                                name: string;
                                /** @enum {string} */
                                visibility: "public" | "private";
                                createdAt: string;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        /** Create a repository before its first push */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        /** @enum {string} */
                        visibility?: "public" | "private";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            /** @enum {string} */
                            visibility: "public" | "private";
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/repository": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a repository that is public or that you have a right to */
        get: {
            parameters: {
                query: {
                    name: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            /** @enum {string} */
                            visibility: "public" | "private";
                            createdAt: string;
                            right: ("read" | "write" | "admin") | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Delete the record of a repository and all rights to it; the registry keeps what it stores */
        delete: {
            parameters: {
                query: {
                    name: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Make a repository public or private */
        patch: {
            parameters: {
                query: {
                    name: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        visibility: "public" | "private";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            /** @enum {string} */
                            visibility: "public" | "private";
                            createdAt: string;
                            right: ("read" | "write" | "admin") | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/repository/rights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the teams and accounts that have a right to a repository */
        get: {
            parameters: {
                query: {
                    name: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            rights: {
                                /** @enum {string} */
                                subjectType: "team" | "account";
                                subject: string;
                                /** @enum {string} */
                                right: "read" | "write" | "admin";
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        /** Give a team or an account a right to a repository, or change it */
        put: {
            parameters: {
                query: {
                    name: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        subjectType: "team" | "account";
                        subject: string;
                        /** @enum {string} */
                        right: "read" | "write" | "admin";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        post?: never;
        /** Remove the right of a team or an account to a repository */
        delete: {
            parameters: {
                query: {
                    name: string;
                    subjectType: "team" | "account";
                    subject: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/server/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the events of the whole server, newest first */
        get: {
            parameters: {
                query?: {
                    page?: number;
                    pageSize?: number;
                    namespace?: string;
                    action?: "setup-code.issued" | "account.created" | "account.disabled" | "account.enabled" | "account.password-changed" | "account.password-reset-requested" | "account.password-reset" | "account.signed-out-everywhere" | "factor.added" | "factor.renamed" | "factor.removed" | "recovery-codes.made" | "identity.linked" | "identity.unlinked" | "identity.ended" | "session.started" | "session.refused" | "session.ended" | "sign-in.approved" | "sign-in.refused" | "sign-in.started" | "sign-in.reused" | "sign-in.ended" | "organization.created" | "organization.policy-changed" | "member.added" | "member.role-changed" | "member.removed" | "team.created" | "team.deleted" | "team.member-added" | "team.member-removed" | "repository.created" | "repository.changed" | "repository.deleted" | "repository.right-set" | "repository.right-removed" | "token.created" | "token.changed" | "token.deactivated" | "token.activated" | "token.deleted" | "token.evicted" | "token.refused" | "registry.created" | "registry.keys-rotated" | "domain.added" | "domain.verified" | "domain.removed" | "sso-connection.changed" | "sso-connection.removed" | "sso-connection.bypassed" | "scim-token.created" | "scim-token.deleted" | "scim-user.linked" | "scim-user.changed" | "scim-group.changed";
                    actorName?: string;
                    subjectId?: string;
                    from?: string;
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            total: number;
                            events: {
                                sequence: number;
                                id: string;
                                at: string;
                                action: string;
                                actor: {
                                    type: string;
                                    id: string;
                                    name: string;
                                };
                                subject: {
                                    type: string;
                                    id: string;
                                    name: string;
                                };
                                namespace: string | null;
                                address: string;
                                client: string;
                                data: {
                                    [key: string]: unknown;
                                };
                                digest: string;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/server/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export the events of the whole server, oldest first */
        get: {
            parameters: {
                query: {
                    namespace?: string;
                    action?: "setup-code.issued" | "account.created" | "account.disabled" | "account.enabled" | "account.password-changed" | "account.password-reset-requested" | "account.password-reset" | "account.signed-out-everywhere" | "factor.added" | "factor.renamed" | "factor.removed" | "recovery-codes.made" | "identity.linked" | "identity.unlinked" | "identity.ended" | "session.started" | "session.refused" | "session.ended" | "sign-in.approved" | "sign-in.refused" | "sign-in.started" | "sign-in.reused" | "sign-in.ended" | "organization.created" | "organization.policy-changed" | "member.added" | "member.role-changed" | "member.removed" | "team.created" | "team.deleted" | "team.member-added" | "team.member-removed" | "repository.created" | "repository.changed" | "repository.deleted" | "repository.right-set" | "repository.right-removed" | "token.created" | "token.changed" | "token.deactivated" | "token.activated" | "token.deleted" | "token.evicted" | "token.refused" | "registry.created" | "registry.keys-rotated" | "domain.added" | "domain.verified" | "domain.removed" | "sso-connection.changed" | "sso-connection.removed" | "sso-connection.bypassed" | "scim-token.created" | "scim-token.deleted" | "scim-user.linked" | "scim-user.changed" | "scim-group.changed";
                    actorName?: string;
                    subjectId?: string;
                    from?: string;
                    to?: string;
                    format: "csv" | "jsonl";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": string;
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show who is signed in */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            email: string;
                            isAdministrator: boolean;
                            hasSecondFactor: boolean;
                            secondFactorRequiredBy: string | null;
                            freshUntil: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        /** Sign in with name or e-mail address and password; 202 if a second factor is needed */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        identifier: string;
                        password: string;
                        /** @default false */
                        breakGlass?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            email: string;
                            isAdministrator: boolean;
                        };
                    };
                };
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            secondFactor: {
                                methods: ("totp" | "passkey" | "recovery-code")[];
                            };
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        /** Sign out */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/connect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Connect an existing account after the identity provider, with its password */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        password: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            email: string;
                            isAdministrator: boolean;
                        };
                    };
                };
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            secondFactor: {
                                methods: ("totp" | "passkey" | "recovery-code")[];
                            };
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with a passkey, without a password */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        passkey: {
                            [key: string]: unknown;
                        };
                        /** @default false */
                        breakGlass?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            email: string;
                            isAdministrator: boolean;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/passkey/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get what a passkey must sign, to sign in with it alone */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Finish signing in with a code, a recovery code or a passkey */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        code: string;
                    } | {
                        passkey: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            email: string;
                            isAdministrator: boolean;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/second-factor/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get what a passkey of the account must sign, as the second step of a sign-in */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the sessions of the account, last seen first */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sessions: {
                                id: string;
                                address: string;
                                client: string;
                                createdAt: string;
                                lastSeenAt: string;
                                isCurrent: boolean;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a session of the account */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check whether the first administrator can be created with a set-up code */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            open: boolean;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        /** Create the first administrator with the set-up code, and sign in */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        code: string;
                        name: string;
                        email: string;
                        password: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            email: string;
                            isAdministrator: boolean;
                            active: boolean;
                            disabledAt: string | null;
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-ins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the command lines that are signed in, newest first */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            signIns: {
                                id: string;
                                client: {
                                    name: string;
                                    version: string | null;
                                    operatingSystem: string | null;
                                };
                                address: string;
                                createdAt: string;
                                lastUsedAt: string;
                                expiresAt: string;
                                tokenId: string | null;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-ins/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign out a command line and delete its auto-generated token */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-on": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find the organization whose identity provider this e-mail address signs in at, by its domain */
        get: {
            parameters: {
                query: {
                    email: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            organization: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the access tokens of the account; newest first unless another order is asked for */
        get: {
            parameters: {
                query?: {
                    page?: number;
                    pageSize?: number;
                    origin?: "manual" | "auto";
                    status?: "active" | "inactive" | "expired";
                    search?: string;
                    sort?: "created" | "lastUsed" | "description" | "expires";
                    order?: "asc" | "desc";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            total: number;
                            counts: {
                                active: number;
                                inactive: number;
                                expired: number;
                            };
                            tokens: {
                                id: string;
                                description: string;
                                /** @enum {string} */
                                kind: "pat" | "auto" | "oat";
                                /** @enum {string} */
                                origin: "manual" | "auto";
                                /** @enum {string} */
                                status: "active" | "inactive" | "expired";
                                grants: ({
                                    /** @enum {string} */
                                    type: "catalog";
                                } | {
                                    /**
                                     * @default repository
                                     * @enum {string}
                                     */
                                    type: "repository";
                                    pattern: string;
                                    actions: ("pull" | "push" | "delete")[];
                                    /**
                                     * @default any
                                     * @enum {string}
                                     */
                                    visibility: "any" | "public";
                                })[];
                                createdAt: string;
                                createdBy: string | null;
                                createdFrom: {
                                    address: string;
                                    client: string;
                                };
                                signedInWith: {
                                    name: string;
                                    version: string | null;
                                    operatingSystem: string | null;
                                } | null;
                                expiresAt: string | null;
                                lastUsed: {
                                    at: string;
                                    address: string;
                                    client: string;
                                } | null;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        /** Create an access token of the account; only this answer has its secret */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        description: string;
                        grants: ({
                            /** @enum {string} */
                            type: "catalog";
                        } | {
                            /**
                             * @default repository
                             * @enum {string}
                             */
                            type?: "repository";
                            pattern: string;
                            actions: ("pull" | "push" | "delete")[];
                            /**
                             * @default any
                             * @enum {string}
                             */
                            visibility?: "any" | "public";
                        })[];
                        /** @default null */
                        expiresAt?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            token: {
                                id: string;
                                description: string;
                                /** @enum {string} */
                                kind: "pat" | "auto" | "oat";
                                /** @enum {string} */
                                origin: "manual" | "auto";
                                /** @enum {string} */
                                status: "active" | "inactive" | "expired";
                                grants: ({
                                    /** @enum {string} */
                                    type: "catalog";
                                } | {
                                    /**
                                     * @default repository
                                     * @enum {string}
                                     */
                                    type: "repository";
                                    pattern: string;
                                    actions: ("pull" | "push" | "delete")[];
                                    /**
                                     * @default any
                                     * @enum {string}
                                     */
                                    visibility: "any" | "public";
                                })[];
                                createdAt: string;
                                createdBy: string | null;
                                createdFrom: {
                                    address: string;
                                    client: string;
                                };
                                signedInWith: {
                                    name: string;
                                    version: string | null;
                                    operatingSystem: string | null;
                                } | null;
                                expiresAt: string | null;
                                lastUsed: {
                                    at: string;
                                    address: string;
                                    client: string;
                                } | null;
                            };
                            secret: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show an access token of the account */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            description: string;
                            /** @enum {string} */
                            kind: "pat" | "auto" | "oat";
                            /** @enum {string} */
                            origin: "manual" | "auto";
                            /** @enum {string} */
                            status: "active" | "inactive" | "expired";
                            grants: ({
                                /** @enum {string} */
                                type: "catalog";
                            } | {
                                /**
                                 * @default repository
                                 * @enum {string}
                                 */
                                type: "repository";
                                pattern: string;
                                actions: ("pull" | "push" | "delete")[];
                                /**
                                 * @default any
                                 * @enum {string}
                                 */
                                visibility: "any" | "public";
                            })[];
                            createdAt: string;
                            createdBy: string | null;
                            createdFrom: {
                                address: string;
                                client: string;
                            };
                            signedInWith: {
                                name: string;
                                version: string | null;
                                operatingSystem: string | null;
                            } | null;
                            expiresAt: string | null;
                            lastUsed: {
                                at: string;
                                address: string;
                                client: string;
                            } | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Delete an access token of the account */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Rename, deactivate or activate an access token of the account */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        description?: string;
                        active?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            description: string;
                            /** @enum {string} */
                            kind: "pat" | "auto" | "oat";
                            /** @enum {string} */
                            origin: "manual" | "auto";
                            /** @enum {string} */
                            status: "active" | "inactive" | "expired";
                            grants: ({
                                /** @enum {string} */
                                type: "catalog";
                            } | {
                                /**
                                 * @default repository
                                 * @enum {string}
                                 */
                                type: "repository";
                                pattern: string;
                                actions: ("pull" | "push" | "delete")[];
                                /**
                                 * @default any
                                 * @enum {string}
                                 */
                                visibility: "any" | "public";
                            })[];
                            createdAt: string;
                            createdBy: string | null;
                            createdFrom: {
                                address: string;
                                client: string;
                            };
                            signedInWith: {
                                name: string;
                                version: string | null;
                                operatingSystem: string | null;
                            } | null;
                            expiresAt: string | null;
                            lastUsed: {
                                at: string;
                                address: string;
                                client: string;
                            } | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/tokens/{id}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the uses of an access token of the account, by day, repository, actions, address and client */
        get: {
            parameters: {
                query?: {
                    page?: number;
                    pageSize?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            total: number;
                            usage: {
                                day: string;
                                registry: string;
                                repository: string | null;
                                actions: string;
                                address: string;
                                client: string;
                                count: number;
                                lastAt: string;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokens/{id}/usage-summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count the uses of an access token of the account on each of the last days, in UTC */
        get: {
            parameters: {
                query?: {
                    days?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            from: string;
                            to: string;
                            days: {
                                day: string;
                                count: number;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                message: string;
                                field?: string;
                                code?: string;
                                organization?: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: never;
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
