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
    "/api/account/directory-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the directories that ask to manage the account */
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
                            requests: {
                                organization: string;
                                userName: string;
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
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/account/directory-requests/{organization}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let the directory of the organization manage the account, and become a member */
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
    "/api/account/directory-requests/{organization}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Do not let the directory manage the account; it cannot ask again */
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
        /** Get a seed for an authenticator app; the app is added when you confirm a code of it */
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
    "/api/account/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List which mails you get */
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
                            notices: {
                                kind: string;
                                label: string;
                                security: boolean;
                                wanted: boolean;
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
        /** Turn mails off and on; security notices are always sent */
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
                        unwanted: ("token-created" | "tokens-expire" | "member-joined" | "organization-token-created" | "provider-recovered" | "tokens-let-in-here" | "tokens-refused-here" | "tokens-wait-here" | "review-asks" | "review-closed" | "review-cancelled" | "exempted-here" | "image-vulnerable" | "image-not-scanned")[];
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
                            notices: {
                                kind: string;
                                label: string;
                                security: boolean;
                                wanted: boolean;
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
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
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
        /** Change your password; every other session ends, and every command line unless you say otherwise */
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
                        /** @default true */
                        endCommandLines?: boolean;
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
    "/api/account/token-stops": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List where rules of organizations stop access tokens of the account, or will within 30 days */
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
                            stops: {
                                organization: string;
                                /** @enum {string} */
                                rule: "maximumTokenLifetimeSeconds" | "tokenUnusedSeconds";
                                seconds: number;
                                at: string | null;
                                isByAge: boolean;
                                tokenId: string;
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
                    show?: "active" | "disabled" | "administrators";
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
                                hasSecondFactor: boolean;
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
                            hasSecondFactor: boolean;
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
        /** Show an account: how much it has, and where it is a member */
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
                            email: string;
                            isAdministrator: boolean;
                            active: boolean;
                            hasSecondFactor: boolean;
                            disabledAt: string | null;
                            createdAt: string;
                            hasPassword: boolean;
                            sessions: number;
                            commandLines: number;
                            tokens: {
                                active: number;
                                inactive: number;
                                expired: number;
                            };
                            repositories: number;
                            organizations: {
                                name: string;
                                /** @enum {string} */
                                role: "owner" | "editor" | "member";
                            }[];
                            onlyOwnerOf: string[];
                            managedBy: string | null;
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
        /** Delete an account with its tokens; nobody else can ever use its name */
        delete: {
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
                            hasSecondFactor: boolean;
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
    "/api/accounts/{name}/administrator": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Make an account an administrator of the server, or an ordinary account; its sessions end */
        put: {
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
                        isAdministrator: boolean;
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
                            hasSecondFactor: boolean;
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
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{name}/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change the e-mail address of an account; both addresses get a mail */
        put: {
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
                        email: string;
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
                            hasSecondFactor: boolean;
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
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{name}/end-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End every session and command line of an account */
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
                    action?: "audit-log.keyed" | "usage.purged" | "setup-code.issued" | "account.created" | "account.disabled" | "account.enabled" | "account.password-changed" | "account.password-reset-requested" | "account.password-reset" | "account.promoted" | "account.demoted" | "account.email-changed" | "account.deleted" | "account.signed-out-everywhere" | "account.notices-chosen" | "factor.added" | "factor.renamed" | "factor.removed" | "recovery-codes.made" | "identity.linked" | "identity.unlinked" | "identity.ended" | "identity.suspended" | "session.started" | "session.refused" | "session.ended" | "sign-in.approved" | "sign-in.refused" | "sign-in.started" | "sign-in.reused" | "sign-in.ended" | "organization.created" | "organization.policy-changed" | "organization.rule-announced" | "organization.rule-told" | "organization.rule-withdrawn" | "organization.rule-bound" | "member.added" | "member.role-changed" | "member.removed" | "member.terms-accepted" | "invitation.created" | "invitation.resent" | "invitation.withdrawn" | "invitation.accepted" | "invitation.declined" | "team.created" | "team.changed" | "team.deleted" | "team.member-added" | "team.member-removed" | "repository.created" | "repository.changed" | "repository.described" | "repository.immutable-tags-set" | "repository.deleted" | "repository.right-set" | "repository.right-removed" | "token.created" | "token.changed" | "token.deactivated" | "token.activated" | "token.deleted" | "token.evicted" | "token.looked-up" | "token.refused" | "token.blocked-here" | "token.block-lifted" | "token.approved-here" | "token.refused-here" | "token.let-in-again" | "exemption.created" | "exemption.ended" | "member.tokens-trusted" | "member.tokens-trust-ended" | "review.started" | "review.decided" | "review.reminded" | "review.finished" | "review.cancelled" | "review.closed" | "review.series-ended" | "registry.created" | "image.infected" | "image.quarantined" | "image.released" | "image.vulnerable" | "finding.accepted" | "finding.acceptance-ended" | "registry.changed" | "registry.keys-rotated" | "registry.gate-tested" | "registry.gate-secret-made" | "registry.images-connected" | "registry.images-disconnected" | "webhook.created" | "webhook.changed" | "webhook.deleted" | "webhook.secret-rotated" | "webhook.paused" | "domain.added" | "domain.verified" | "domain.removed" | "sso-connection.changed" | "sso-connection.removed" | "sso-connection.failing" | "sso-connection.recovered" | "saml-key.rotated" | "sso-connection.bypassed" | "scim-token.created" | "scim-token.deleted" | "scim-user.linked" | "scim-user.confirmed" | "scim-user.declined" | "scim-user.changed" | "scim-user.deleted" | "scim-group.changed";
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
    "/api/audit/checkpoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the newest signed checkpoint of the audit log (C2SP tlog-checkpoint) */
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
                            checkpoint: string;
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
                    action?: "audit-log.keyed" | "usage.purged" | "setup-code.issued" | "account.created" | "account.disabled" | "account.enabled" | "account.password-changed" | "account.password-reset-requested" | "account.password-reset" | "account.promoted" | "account.demoted" | "account.email-changed" | "account.deleted" | "account.signed-out-everywhere" | "account.notices-chosen" | "factor.added" | "factor.renamed" | "factor.removed" | "recovery-codes.made" | "identity.linked" | "identity.unlinked" | "identity.ended" | "identity.suspended" | "session.started" | "session.refused" | "session.ended" | "sign-in.approved" | "sign-in.refused" | "sign-in.started" | "sign-in.reused" | "sign-in.ended" | "organization.created" | "organization.policy-changed" | "organization.rule-announced" | "organization.rule-told" | "organization.rule-withdrawn" | "organization.rule-bound" | "member.added" | "member.role-changed" | "member.removed" | "member.terms-accepted" | "invitation.created" | "invitation.resent" | "invitation.withdrawn" | "invitation.accepted" | "invitation.declined" | "team.created" | "team.changed" | "team.deleted" | "team.member-added" | "team.member-removed" | "repository.created" | "repository.changed" | "repository.described" | "repository.immutable-tags-set" | "repository.deleted" | "repository.right-set" | "repository.right-removed" | "token.created" | "token.changed" | "token.deactivated" | "token.activated" | "token.deleted" | "token.evicted" | "token.looked-up" | "token.refused" | "token.blocked-here" | "token.block-lifted" | "token.approved-here" | "token.refused-here" | "token.let-in-again" | "exemption.created" | "exemption.ended" | "member.tokens-trusted" | "member.tokens-trust-ended" | "review.started" | "review.decided" | "review.reminded" | "review.finished" | "review.cancelled" | "review.closed" | "review.series-ended" | "registry.created" | "image.infected" | "image.quarantined" | "image.released" | "image.vulnerable" | "finding.accepted" | "finding.acceptance-ended" | "registry.changed" | "registry.keys-rotated" | "registry.gate-tested" | "registry.gate-secret-made" | "registry.images-connected" | "registry.images-disconnected" | "webhook.created" | "webhook.changed" | "webhook.deleted" | "webhook.secret-rotated" | "webhook.paused" | "domain.added" | "domain.verified" | "domain.removed" | "sso-connection.changed" | "sso-connection.removed" | "sso-connection.failing" | "sso-connection.recovered" | "saml-key.rotated" | "sso-connection.bypassed" | "scim-token.created" | "scim-token.deleted" | "scim-user.linked" | "scim-user.confirmed" | "scim-user.declined" | "scim-user.changed" | "scim-user.deleted" | "scim-group.changed";
                    actorName?: string;
                    subjectId?: string;
                    from?: string;
                    to?: string;
                    format: "csv" | "jsonl" | "proof";
                    since?: number;
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
    "/api/audit/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the public key of the audit log, as its checkpoints are verified with it (C2SP signed-note) */
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
                            origin: string;
                            key: string;
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
    "/api/billing/v4/accounts/{id}/hub-plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Say that no plan limits an account: hub-tool asks for one before it shows an account */
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
                            name: string;
                            legacy: boolean;
                            seats: number;
                            private_repos: number;
                            teams: number;
                            collaborators: number;
                            parallel_builds: number;
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
                            detail?: string;
                            message?: string;
                            text?: string;
                            fields?: {
                                [key: string]: string[];
                            };
                            error?: boolean;
                            login_2fa_token?: string;
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
                            detail?: string;
                            message?: string;
                            text?: string;
                            fields?: {
                                [key: string]: string[];
                            };
                            error?: boolean;
                            login_2fa_token?: string;
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
    "/api/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Redirects to /docs/api/ */
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
                308: {
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
                        "application/json": string;
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": string;
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
    "/api/evidence/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the accounts that have a right to a repository, now or just before a time, and through what */
        get: {
            parameters: {
                query: {
                    page?: number;
                    pageSize?: number;
                    repository: string;
                    before?: string;
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
                            visibility: ("public" | "private") | null;
                            total: number;
                            accounts: {
                                name: string;
                                /** @enum {string} */
                                right: "read" | "write" | "admin";
                                through: {
                                    /** @enum {string} */
                                    type: "owner" | "editor" | "team" | "account";
                                    team: string | null;
                                    /** @enum {string} */
                                    right: "read" | "write" | "admin";
                                }[];
                                disabled: boolean;
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
    "/api/evidence/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was decided in a period about a repository and about who reaches it, newest first */
        get: {
            parameters: {
                query: {
                    page?: number;
                    pageSize?: number;
                    repository: string;
                    from: string;
                    to: string;
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
    "/api/evidence/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export the evidence about a repository and a period, as JSON lines */
        get: {
            parameters: {
                query: {
                    repository: string;
                    from: string;
                    to: string;
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
    "/api/evidence/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the access tokens that reach a repository, now or just before a time */
        get: {
            parameters: {
                query: {
                    page?: number;
                    pageSize?: number;
                    repository: string;
                    before?: string;
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
                            tokens: {
                                id: string;
                                /** @enum {string} */
                                kind: "pat" | "auto" | "oat";
                                /** @enum {string} */
                                origin: "manual" | "auto";
                                description: string | null;
                                holder: {
                                    /** @enum {string} */
                                    type: "account" | "organization";
                                    name: string;
                                };
                                createdAt: string;
                                expiresAt: string | null;
                                deletedAt: string | null;
                                actions: ("pull" | "push" | "delete")[];
                                /** @enum {string} */
                                status: "active" | "inactive";
                                hold: ("blocked" | "refused" | "waiting") | null;
                                heldBack: ("terms" | "password" | "second-factor" | "single-sign-on" | "lifetime" | "unused" | "disabled") | null;
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
    "/api/evidence/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was done with a repository in a period, newest first */
        get: {
            parameters: {
                query: {
                    page?: number;
                    pageSize?: number;
                    repository: string;
                    from: string;
                    to: string;
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
                                gate: number;
                                "gate-by-day": number;
                                "registry-token": number;
                            };
                            uses: {
                                /** @enum {string} */
                                source: "gate" | "gate-by-day" | "registry-token";
                                at: string;
                                count: number;
                                registry: string;
                                actions: ("pull" | "push" | "delete")[];
                                reference: string | null;
                                digest: string | null;
                                token: {
                                    id: string;
                                    description: string | null;
                                } | null;
                                holder: string | null;
                                address: string | null;
                                client: string | null;
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
    "/api/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the invitations that wait for your answer, with what each organization asks of its members */
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
                            invitations: {
                                id: string;
                                organization: string | null;
                                role: ("owner" | "editor" | "member") | null;
                                invitedBy: string;
                                createdAt: string;
                                expiresAt: string;
                                terms: {
                                    /** @description The most recently used tokens are kept. If a member accepted this rule in several organizations, the smallest number applies. */
                                    autoTokensKept: number | null;
                                    /** @description If this is off, docker and other registry clients need an access token for this organization. */
                                    passwordAtRegistry: boolean;
                                    /** @description A command line that is signed out also loses its auto-generated token. */
                                    signInIdleSeconds: number | null;
                                    /** @description After this time members sign in again in a browser, even if they use the command line every day. */
                                    signInLifetimeSeconds: number | null;
                                    /** @description Without a second factor, members cannot create tokens or approve command lines, and their tokens cannot reach the repositories here. */
                                    requireSecondFactor: boolean;
                                } | null;
                                words: {
                                    /** @enum {string} */
                                    rule: "maximumTokenLifetimeSeconds" | "tokenUnusedSeconds" | "tokenActions" | "autoTokenActions" | "autoTokensKept" | "tokenApproval" | "autoTokenApproval" | "passwordAtRegistry" | "signInIdleSeconds" | "signInLifetimeSeconds" | "membersCreateRepositories" | "defaultVisibility" | "infectedImages" | "unscannedImages" | "requireFirstScan" | "deleteFoundTokens" | "vulnerableImages" | "vulnerableFrom" | "vulnerableOnlyFixable" | "requireSecondFactor" | "requireSingleSignOn" | "signOnRecheckSeconds" | "tokenSignOnSeconds";
                                    text: string;
                                    accountWide: boolean;
                                }[];
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
    "/api/invitations/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decline the invitation of a link */
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
    "/api/invitations/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create the account that a link is for; sign in with it afterwards */
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
                        password: string;
                        terms?: {
                            /** @description The most recently used tokens are kept. If a member accepted this rule in several organizations, the smallest number applies. */
                            autoTokensKept: number | null;
                            /** @description If this is off, docker and other registry clients need an access token for this organization. */
                            passwordAtRegistry: boolean;
                            /** @description A command line that is signed out also loses its auto-generated token. */
                            signInIdleSeconds: number | null;
                            /** @description After this time members sign in again in a browser, even if they use the command line every day. */
                            signInLifetimeSeconds: number | null;
                            /** @description Without a second factor, members cannot create tokens or approve command lines, and their tokens cannot reach the repositories here. */
                            requireSecondFactor: boolean;
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
                            name: string;
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
    "/api/invitations/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Show the invitation of a link */
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
                            organization: string | null;
                            role: ("owner" | "editor" | "member") | null;
                            invitedBy: string;
                            createdAt: string;
                            expiresAt: string;
                            terms: {
                                /** @description The most recently used tokens are kept. If a member accepted this rule in several organizations, the smallest number applies. */
                                autoTokensKept: number | null;
                                /** @description If this is off, docker and other registry clients need an access token for this organization. */
                                passwordAtRegistry: boolean;
                                /** @description A command line that is signed out also loses its auto-generated token. */
                                signInIdleSeconds: number | null;
                                /** @description After this time members sign in again in a browser, even if they use the command line every day. */
                                signInLifetimeSeconds: number | null;
                                /** @description Without a second factor, members cannot create tokens or approve command lines, and their tokens cannot reach the repositories here. */
                                requireSecondFactor: boolean;
                            } | null;
                            words: {
                                /** @enum {string} */
                                rule: "maximumTokenLifetimeSeconds" | "tokenUnusedSeconds" | "tokenActions" | "autoTokenActions" | "autoTokensKept" | "tokenApproval" | "autoTokenApproval" | "passwordAtRegistry" | "signInIdleSeconds" | "signInLifetimeSeconds" | "membersCreateRepositories" | "defaultVisibility" | "infectedImages" | "unscannedImages" | "requireFirstScan" | "deleteFoundTokens" | "vulnerableImages" | "vulnerableFrom" | "vulnerableOnlyFixable" | "requireSecondFactor" | "requireSingleSignOn" | "signOnRecheckSeconds" | "tokenSignOnSeconds";
                                text: string;
                                accountWide: boolean;
                            }[];
                            invited: string;
                            /** @enum {string} */
                            acceptBy: "sign-in" | "new-account";
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
    "/api/invitations/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Become a member of the organization, with its account-wide rules as you saw them */
        post: {
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
                        terms: {
                            /** @description The most recently used tokens are kept. If a member accepted this rule in several organizations, the smallest number applies. */
                            autoTokensKept: number | null;
                            /** @description If this is off, docker and other registry clients need an access token for this organization. */
                            passwordAtRegistry: boolean;
                            /** @description A command line that is signed out also loses its auto-generated token. */
                            signInIdleSeconds: number | null;
                            /** @description After this time members sign in again in a browser, even if they use the command line every day. */
                            signInLifetimeSeconds: number | null;
                            /** @description Without a second factor, members cannot create tokens or approve command lines, and their tokens cannot reach the repositories here. */
                            requireSecondFactor: boolean;
                        };
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
    "/api/invitations/{id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decline an invitation */
        post: {
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
                                    /** @description Tokens that live longer, or never expire, cannot reach the repositories of this organization. An auto-generated token reaches them until it is so old: then its user signs in again with docker login or lanyard login. */
                                    maximumTokenLifetimeSeconds: number | null;
                                    /** @description A token that was not used in this organization for so long no longer reaches it, until its holder lets it in again. Elsewhere it still works. At least 7 days. */
                                    tokenUnusedSeconds: number | null;
                                    /** @description No token can do more than this in this organization, even if it was granted more. Push needs pull, because registries ask for both in every upload. */
                                    tokenActions: ("pull" | "push" | "delete")[];
                                    /** @description A command line gets an auto-generated token when a person signs in with docker login or lanyard login. */
                                    autoTokenActions: ("pull" | "push" | "delete")[];
                                    /** @description The most recently used tokens are kept. If a member accepted this rule in several organizations, the smallest number applies. */
                                    autoTokensKept: number | null;
                                    /** @description A new token, or one that gets more permissions, reaches nothing here until an owner approves it. Passwords reach nothing here. Existing tokens continue to work; the access review lists them. */
                                    tokenApproval: boolean;
                                    /** @description Applies while owners approve new access tokens. Each browser sign-in of a command line then waits for an owner. */
                                    autoTokenApproval: boolean;
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
                                    /**
                                     * @description An image in quarantine cannot be pulled. That needs a gate in front of the registry; without one, the owners are told.
                                     * @enum {string}
                                     */
                                    infectedImages: "show" | "tell" | "quarantine";
                                    /**
                                     * @description Large files, encrypted archives and damaged layers cannot be scanned. An image in quarantine cannot be pulled.
                                     * @enum {string}
                                     */
                                    unscannedImages: "show" | "tell" | "quarantine";
                                    /** @description Needs a gate in front of the registry and a scanner for malware. Until its first scan, nobody can pull an image, not even the person who pushed it. */
                                    requireFirstScan: boolean;
                                    /** @description If this is off, the owners get a mail, and the token continues to work. Tokens of members are always deleted. */
                                    deleteFoundTokens: boolean;
                                    /**
                                     * @description Applies to the vulnerabilities that the next two rules are about. An image in quarantine cannot be pulled.
                                     * @enum {string}
                                     */
                                    vulnerableImages: "show" | "tell" | "quarantine";
                                    /**
                                     * @description Less severe vulnerabilities are only shown.
                                     * @enum {string}
                                     */
                                    vulnerableFrom: "low" | "medium" | "high" | "critical";
                                    /** @description Vulnerabilities are only shown while no version of the package fixes them. */
                                    vulnerableOnlyFixable: boolean;
                                    /** @description Without a second factor, members cannot create tokens or approve command lines, and their tokens cannot reach the repositories here. */
                                    requireSecondFactor: boolean;
                                    /** @description Everyone with an e-mail address in a verified domain signs in at the identity provider, and their passwords are refused. In an emergency, server administrators and owners with a second factor can still use their password in a browser; the audit log records it. */
                                    requireSingleSignOn: boolean;
                                    /** @description Members who were removed at the provider are signed out, and their tokens stop working. If the provider cannot be asked, as with SAML, browser sessions end after this time. */
                                    signOnRecheckSeconds: number;
                                    /** @description A token works here only if its owner signed in at the identity provider within this time. Tokens of the organization itself are not affected. */
                                    tokenSignOnSeconds: number | null;
                                };
                                pendingRules: {
                                    /** @enum {string} */
                                    rule: "maximumTokenLifetimeSeconds" | "tokenUnusedSeconds" | "passwordAtRegistry";
                                    value: number | boolean | null;
                                    announcedAt: string;
                                    bindsFrom: string;
                                }[];
                                createdAt: string;
                                /** @enum {string} */
                                role: "owner" | "editor" | "member";
                                terms: {
                                    /** @enum {string} */
                                    standing: "none-accepted" | "accepted" | "noticed" | "suspended";
                                    dueAt: string | null;
                                };
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
                                /** @description Tokens that live longer, or never expire, cannot reach the repositories of this organization. An auto-generated token reaches them until it is so old: then its user signs in again with docker login or lanyard login. */
                                maximumTokenLifetimeSeconds: number | null;
                                /** @description A token that was not used in this organization for so long no longer reaches it, until its holder lets it in again. Elsewhere it still works. At least 7 days. */
                                tokenUnusedSeconds: number | null;
                                /** @description No token can do more than this in this organization, even if it was granted more. Push needs pull, because registries ask for both in every upload. */
                                tokenActions: ("pull" | "push" | "delete")[];
                                /** @description A command line gets an auto-generated token when a person signs in with docker login or lanyard login. */
                                autoTokenActions: ("pull" | "push" | "delete")[];
                                /** @description The most recently used tokens are kept. If a member accepted this rule in several organizations, the smallest number applies. */
                                autoTokensKept: number | null;
                                /** @description A new token, or one that gets more permissions, reaches nothing here until an owner approves it. Passwords reach nothing here. Existing tokens continue to work; the access review lists them. */
                                tokenApproval: boolean;
                                /** @description Applies while owners approve new access tokens. Each browser sign-in of a command line then waits for an owner. */
                                autoTokenApproval: boolean;
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
                                /**
                                 * @description An image in quarantine cannot be pulled. That needs a gate in front of the registry; without one, the owners are told.
                                 * @enum {string}
                                 */
                                infectedImages: "show" | "tell" | "quarantine";
                                /**
                                 * @description Large files, encrypted archives and damaged layers cannot be scanned. An image in quarantine cannot be pulled.
                                 * @enum {string}
                                 */
                                unscannedImages: "show" | "tell" | "quarantine";
                                /** @description Needs a gate in front of the registry and a scanner for malware. Until its first scan, nobody can pull an image, not even the person who pushed it. */
                                requireFirstScan: boolean;
                                /** @description If this is off, the owners get a mail, and the token continues to work. Tokens of members are always deleted. */
                                deleteFoundTokens: boolean;
                                /**
                                 * @description Applies to the vulnerabilities that the next two rules are about. An image in quarantine cannot be pulled.
                                 * @enum {string}
                                 */
                                vulnerableImages: "show" | "tell" | "quarantine";
                                /**
                                 * @description Less severe vulnerabilities are only shown.
                                 * @enum {string}
                                 */
                                vulnerableFrom: "low" | "medium" | "high" | "critical";
                                /** @description Vulnerabilities are only shown while no version of the package fixes them. */
                                vulnerableOnlyFixable: boolean;
                                /** @description Without a second factor, members cannot create tokens or approve command lines, and their tokens cannot reach the repositories here. */
                                requireSecondFactor: boolean;
                                /** @description Everyone with an e-mail address in a verified domain signs in at the identity provider, and their passwords are refused. In an emergency, server administrators and owners with a second factor can still use their password in a browser; the audit log records it. */
                                requireSingleSignOn: boolean;
                                /** @description Members who were removed at the provider are signed out, and their tokens stop working. If the provider cannot be asked, as with SAML, browser sessions end after this time. */
                                signOnRecheckSeconds: number;
                                /** @description A token works here only if its owner signed in at the identity provider within this time. Tokens of the organization itself are not affected. */
                                tokenSignOnSeconds: number | null;
                            };
                            pendingRules: {
                                /** @enum {string} */
                                rule: "maximumTokenLifetimeSeconds" | "tokenUnusedSeconds" | "passwordAtRegistry";
                                value: number | boolean | null;
                                announcedAt: string;
                                bindsFrom: string;
                            }[];
                            createdAt: string;
                            /** @enum {string} */
                            role: "owner" | "editor" | "member";
                            terms: {
                                /** @enum {string} */
                                standing: "none-accepted" | "accepted" | "noticed" | "suspended";
                                dueAt: string | null;
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
                                /** @description Tokens that live longer, or never expire, cannot reach the repositories of this organization. An auto-generated token reaches them until it is so old: then its user signs in again with docker login or lanyard login. */
                                maximumTokenLifetimeSeconds: number | null;
                                /** @description A token that was not used in this organization for so long no longer reaches it, until its holder lets it in again. Elsewhere it still works. At least 7 days. */
                                tokenUnusedSeconds: number | null;
                                /** @description No token can do more than this in this organization, even if it was granted more. Push needs pull, because registries ask for both in every upload. */
                                tokenActions: ("pull" | "push" | "delete")[];
                                /** @description A command line gets an auto-generated token when a person signs in with docker login or lanyard login. */
                                autoTokenActions: ("pull" | "push" | "delete")[];
                                /** @description The most recently used tokens are kept. If a member accepted this rule in several organizations, the smallest number applies. */
                                autoTokensKept: number | null;
                                /** @description A new token, or one that gets more permissions, reaches nothing here until an owner approves it. Passwords reach nothing here. Existing tokens continue to work; the access review lists them. */
                                tokenApproval: boolean;
                                /** @description Applies while owners approve new access tokens. Each browser sign-in of a command line then waits for an owner. */
                                autoTokenApproval: boolean;
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
                                /**
                                 * @description An image in quarantine cannot be pulled. That needs a gate in front of the registry; without one, the owners are told.
                                 * @enum {string}
                                 */
                                infectedImages: "show" | "tell" | "quarantine";
                                /**
                                 * @description Large files, encrypted archives and damaged layers cannot be scanned. An image in quarantine cannot be pulled.
                                 * @enum {string}
                                 */
                                unscannedImages: "show" | "tell" | "quarantine";
                                /** @description Needs a gate in front of the registry and a scanner for malware. Until its first scan, nobody can pull an image, not even the person who pushed it. */
                                requireFirstScan: boolean;
                                /** @description If this is off, the owners get a mail, and the token continues to work. Tokens of members are always deleted. */
                                deleteFoundTokens: boolean;
                                /**
                                 * @description Applies to the vulnerabilities that the next two rules are about. An image in quarantine cannot be pulled.
                                 * @enum {string}
                                 */
                                vulnerableImages: "show" | "tell" | "quarantine";
                                /**
                                 * @description Less severe vulnerabilities are only shown.
                                 * @enum {string}
                                 */
                                vulnerableFrom: "low" | "medium" | "high" | "critical";
                                /** @description Vulnerabilities are only shown while no version of the package fixes them. */
                                vulnerableOnlyFixable: boolean;
                                /** @description Without a second factor, members cannot create tokens or approve command lines, and their tokens cannot reach the repositories here. */
                                requireSecondFactor: boolean;
                                /** @description Everyone with an e-mail address in a verified domain signs in at the identity provider, and their passwords are refused. In an emergency, server administrators and owners with a second factor can still use their password in a browser; the audit log records it. */
                                requireSingleSignOn: boolean;
                                /** @description Members who were removed at the provider are signed out, and their tokens stop working. If the provider cannot be asked, as with SAML, browser sessions end after this time. */
                                signOnRecheckSeconds: number;
                                /** @description A token works here only if its owner signed in at the identity provider within this time. Tokens of the organization itself are not affected. */
                                tokenSignOnSeconds: number | null;
                            };
                            pendingRules: {
                                /** @enum {string} */
                                rule: "maximumTokenLifetimeSeconds" | "tokenUnusedSeconds" | "passwordAtRegistry";
                                value: number | boolean | null;
                                announcedAt: string;
                                bindsFrom: string;
                            }[];
                            createdAt: string;
                            /** @enum {string} */
                            role: "owner" | "editor" | "member";
                            terms: {
                                /** @enum {string} */
                                standing: "none-accepted" | "accepted" | "noticed" | "suspended";
                                dueAt: string | null;
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization}/access-review/ended-blocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the blocks of access tokens that were deleted or expired since; a ruling lifts them */
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
                            blocks: {
                                token: string;
                                holder: string;
                                reason: string;
                                at: string;
                                blockedBy: string;
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
    "/api/organizations/{organization}/access-review/rule-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what a rule of the policy would stop, and when it could begin, before it is set */
        get: {
            parameters: {
                query?: {
                    page?: number;
                    pageSize?: number;
                    maximumTokenLifetimeSeconds?: number | "none";
                    tokenUnusedSeconds?: number | "none";
                    passwordAtRegistry?: "true" | "false";
                    bindsFrom?: string;
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
                            bindsFrom: string;
                            earliest: string;
                            total: number;
                            holders: number;
                            tokens: {
                                id: string;
                                /** @enum {string} */
                                kind: "pat" | "auto" | "oat";
                                /** @enum {string} */
                                origin: "manual" | "auto";
                                description: string | null;
                                /** @enum {string} */
                                status: "active" | "inactive";
                                holder: {
                                    /** @enum {string} */
                                    type: "account" | "organization";
                                    name: string;
                                    role: ("owner" | "editor" | "member") | null;
                                };
                                signedInWith: {
                                    name: string;
                                    version: string | null;
                                    operatingSystem: string | null;
                                } | null;
                                createdAt: string;
                                createdBy: string | null;
                                expiresAt: string | null;
                                reach: {
                                    actions: ("pull" | "push" | "delete")[];
                                    repositories: number;
                                    parts: {
                                        actions: ("pull" | "push" | "delete")[];
                                        count: number;
                                        example: string;
                                    }[];
                                    createsRepositories: boolean;
                                };
                                heldBack: ("terms" | "password" | "second-factor" | "single-sign-on" | "lifetime" | "unused" | "disabled") | null;
                                hold: {
                                    /** @enum {string} */
                                    type: "blocked" | "refused" | "waiting";
                                    reason: string | null;
                                    at: string | null;
                                    because: ("block" | "policy") | null;
                                } | null;
                                findings: {
                                    /** @enum {string} */
                                    kind: "never-used" | "unused" | "no-expiry" | "expires-soon" | "wider-than-used" | "new-source" | "shared-address" | "no-second-factor" | "holder-disabled" | "maker-left" | "not-approved" | "against-policy";
                                    label: string;
                                    why: string;
                                    action: string;
                                    enough: {
                                        pattern: string;
                                        actions: ("pull" | "push" | "delete")[];
                                    }[];
                                }[];
                                lastUse: {
                                    at: string;
                                    repository: string;
                                    actions: string;
                                    address: string;
                                    client: string;
                                } | null;
                            }[];
                            members: {
                                name: string;
                                lastUsedAt: string;
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
    "/api/organizations/{organization}/access-review/rulings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Block access tokens in the organization, lift their blocks, or approve or refuse tokens that wait */
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
                        /** @enum {string} */
                        ruling: "block" | "lift" | "approve" | "refuse" | "trust";
                        tokens: string[];
                        reason?: string;
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
    "/api/organizations/{organization}/access-review/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List every access token that can reach a repository of the organization, no matter who holds it */
        get: {
            parameters: {
                query?: {
                    page?: number;
                    pageSize?: number;
                    search?: string;
                    kind?: "pat" | "auto" | "oat";
                    status?: "active" | "inactive";
                    holder?: string;
                    repository?: string;
                    team?: string;
                    unusedDays?: number;
                    expiry?: "none";
                    finding?: "never-used" | "unused" | "no-expiry" | "expires-soon" | "no-second-factor" | "holder-disabled" | "maker-left" | "not-approved" | "against-policy";
                    state?: "blocked" | "refused" | "waiting" | "free";
                    sort?: "created" | "lastUsed" | "holder" | "expires";
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
                            tokens: {
                                id: string;
                                /** @enum {string} */
                                kind: "pat" | "auto" | "oat";
                                /** @enum {string} */
                                origin: "manual" | "auto";
                                description: string | null;
                                /** @enum {string} */
                                status: "active" | "inactive";
                                holder: {
                                    /** @enum {string} */
                                    type: "account" | "organization";
                                    name: string;
                                    role: ("owner" | "editor" | "member") | null;
                                };
                                signedInWith: {
                                    name: string;
                                    version: string | null;
                                    operatingSystem: string | null;
                                } | null;
                                createdAt: string;
                                createdBy: string | null;
                                expiresAt: string | null;
                                reach: {
                                    actions: ("pull" | "push" | "delete")[];
                                    repositories: number;
                                    parts: {
                                        actions: ("pull" | "push" | "delete")[];
                                        count: number;
                                        example: string;
                                    }[];
                                    createsRepositories: boolean;
                                };
                                heldBack: ("terms" | "password" | "second-factor" | "single-sign-on" | "lifetime" | "unused" | "disabled") | null;
                                hold: {
                                    /** @enum {string} */
                                    type: "blocked" | "refused" | "waiting";
                                    reason: string | null;
                                    at: string | null;
                                    because: ("block" | "policy") | null;
                                } | null;
                                findings: {
                                    /** @enum {string} */
                                    kind: "never-used" | "unused" | "no-expiry" | "expires-soon" | "wider-than-used" | "new-source" | "shared-address" | "no-second-factor" | "holder-disabled" | "maker-left" | "not-approved" | "against-policy";
                                    label: string;
                                    why: string;
                                    action: string;
                                    enough: {
                                        pattern: string;
                                        actions: ("pull" | "push" | "delete")[];
                                    }[];
                                }[];
                                lastUse: {
                                    at: string;
                                    repository: string;
                                    actions: string;
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
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization}/access-review/tokens/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export every access token that can reach a repository of the organization, oldest first */
        get: {
            parameters: {
                query?: {
                    search?: string;
                    kind?: "pat" | "auto" | "oat";
                    status?: "active" | "inactive";
                    holder?: string;
                    repository?: string;
                    team?: string;
                    unusedDays?: number;
                    expiry?: "none";
                    finding?: "never-used" | "unused" | "no-expiry" | "expires-soon" | "no-second-factor" | "holder-disabled" | "maker-left" | "not-approved" | "against-policy";
                    state?: "blocked" | "refused" | "waiting" | "free";
                    format?: "csv" | "jsonl";
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
    "/api/organizations/{organization}/access-review/tokens/{id}/let-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let an access token reach the organization again that was stopped because it was not used */
        post: {
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization}/access-review/trusted-holders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the members whose new access tokens need no approval */
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
                            holders: {
                                name: string;
                                since: string;
                                trustedBy: string;
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
    "/api/organizations/{organization}/access-review/trusted-holders/{account}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ask again for an approval of the access tokens of a member */
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
    "/api/organizations/{organization}/exemptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the access tokens and members that are exempt from a rule of the organization */
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
                            exemptions: {
                                /** @enum {string} */
                                rule: "maximumTokenLifetimeSeconds" | "tokenUnusedSeconds" | "passwordAtRegistry";
                                subject: string;
                                /** @enum {string} */
                                type: "token" | "member";
                                holder: string;
                                description: string | null;
                                reason: string;
                                createdAt: string;
                                createdBy: string;
                                endsAt: string;
                                isOver: boolean;
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
        /** Exempt an access token, or a member with all credentials, from a rule until a date */
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
                        /** @enum {string} */
                        rule: "maximumTokenLifetimeSeconds" | "tokenUnusedSeconds" | "passwordAtRegistry";
                        token?: string;
                        member?: string;
                        reason: string;
                        /** Format: date-time */
                        endsAt: string;
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
    "/api/organizations/{organization}/exemptions/{rule}/{subject}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End an exemption early: in 7 days */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    rule: string;
                    subject: string;
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
                            endsAt: string;
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
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the invitations that are waiting, expired or declined, newest first */
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
                            invitations: {
                                id: string;
                                invited: string;
                                role: ("owner" | "editor" | "member") | null;
                                invitedBy: string;
                                /** @enum {string} */
                                status: "waiting" | "expired" | "declined";
                                createdAt: string;
                                sentAt: string;
                                expiresAt: string;
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
        /** Invite an account or an e-mail address; the answer does not show whether there is such an account */
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
                        account: string;
                        /** @enum {string} */
                        role: "owner" | "editor" | "member";
                    } | {
                        email: string;
                        /** @enum {string} */
                        role: "owner" | "editor" | "member";
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
                            id: string;
                            invited: string;
                            role: ("owner" | "editor" | "member") | null;
                            invitedBy: string;
                            /** @enum {string} */
                            status: "waiting" | "expired" | "declined";
                            createdAt: string;
                            sentAt: string;
                            expiresAt: string;
                            link: string | null;
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
    "/api/organizations/{organization}/invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraw an invitation; its link stops working */
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
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization}/invitations/{id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send an invitation again, with a new link; the one before stops working */
        post: {
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
                            invited: string;
                            role: ("owner" | "editor" | "member") | null;
                            invitedBy: string;
                            /** @enum {string} */
                            status: "waiting" | "expired" | "declined";
                            createdAt: string;
                            sentAt: string;
                            expiresAt: string;
                            link: string | null;
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
        /** List the members of an organization by name; owners also see who has not accepted stricter account-wide rules, and until when. notAccepted=true lists only these, search only those with a part of the name */
        get: {
            parameters: {
                query?: {
                    page?: number;
                    pageSize?: number;
                    search?: string;
                    notAccepted?: "true" | "false";
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
                                role: "owner" | "editor" | "member";
                                addedAt: string;
                                terms: {
                                    /** @enum {string} */
                                    standing: "none-accepted" | "accepted" | "noticed" | "suspended";
                                    dueAt: string | null;
                                } | null;
                            }[];
                            notAccepted: {
                                noticed: number;
                                suspended: number;
                                nextDueAt: string | null;
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
        /** Change the role of a member, except of the last owner; invite people to make them members */
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
                        role: "owner" | "editor" | "member";
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
        /** Remove a member with all rights in the organization, or leave the organization; endTokens=true also deletes the access tokens of the organization that the account generated */
        delete: {
            parameters: {
                query?: {
                    endTokens?: "true" | "false";
                };
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
    "/api/organizations/{organization}/membership/terms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show what the organization asks of you, and which account-wide rules you have not accepted */
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
                            /** @enum {string} */
                            standing: "none-accepted" | "accepted" | "noticed" | "suspended";
                            dueAt: string | null;
                            terms: {
                                /** @description The most recently used tokens are kept. If a member accepted this rule in several organizations, the smallest number applies. */
                                autoTokensKept: number | null;
                                /** @description If this is off, docker and other registry clients need an access token for this organization. */
                                passwordAtRegistry: boolean;
                                /** @description A command line that is signed out also loses its auto-generated token. */
                                signInIdleSeconds: number | null;
                                /** @description After this time members sign in again in a browser, even if they use the command line every day. */
                                signInLifetimeSeconds: number | null;
                                /** @description Without a second factor, members cannot create tokens or approve command lines, and their tokens cannot reach the repositories here. */
                                requireSecondFactor: boolean;
                            };
                            words: {
                                /** @enum {string} */
                                rule: "maximumTokenLifetimeSeconds" | "tokenUnusedSeconds" | "tokenActions" | "autoTokenActions" | "autoTokensKept" | "tokenApproval" | "autoTokenApproval" | "passwordAtRegistry" | "signInIdleSeconds" | "signInLifetimeSeconds" | "membersCreateRepositories" | "defaultVisibility" | "infectedImages" | "unscannedImages" | "requireFirstScan" | "deleteFoundTokens" | "vulnerableImages" | "vulnerableFrom" | "vulnerableOnlyFixable" | "requireSecondFactor" | "requireSingleSignOn" | "signOnRecheckSeconds" | "tokenSignOnSeconds";
                                text: string;
                                accountWide: boolean;
                            }[];
                            notAccepted: ("autoTokensKept" | "passwordAtRegistry" | "signInIdleSeconds" | "signInLifetimeSeconds" | "requireSecondFactor")[];
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
        /** Accept the account-wide rules of the organization, as you saw them */
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
                        terms: {
                            /** @description The most recently used tokens are kept. If a member accepted this rule in several organizations, the smallest number applies. */
                            autoTokensKept: number | null;
                            /** @description If this is off, docker and other registry clients need an access token for this organization. */
                            passwordAtRegistry: boolean;
                            /** @description A command line that is signed out also loses its auto-generated token. */
                            signInIdleSeconds: number | null;
                            /** @description After this time members sign in again in a browser, even if they use the command line every day. */
                            signInLifetimeSeconds: number | null;
                            /** @description Without a second factor, members cannot create tokens or approve command lines, and their tokens cannot reach the repositories here. */
                            requireSecondFactor: boolean;
                        };
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
        /** Change the policy; it applies at once, to existing tokens too, but what would stop some waits for a date */
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
                        /** @description Tokens that live longer, or never expire, cannot reach the repositories of this organization. An auto-generated token reaches them until it is so old: then its user signs in again with docker login or lanyard login. */
                        maximumTokenLifetimeSeconds?: number | null;
                        /** @description A token that was not used in this organization for so long no longer reaches it, until its holder lets it in again. Elsewhere it still works. At least 7 days. */
                        tokenUnusedSeconds?: number | null;
                        /** @description No token can do more than this in this organization, even if it was granted more. Push needs pull, because registries ask for both in every upload. */
                        tokenActions?: ("pull" | "push" | "delete")[];
                        /** @description A command line gets an auto-generated token when a person signs in with docker login or lanyard login. */
                        autoTokenActions?: ("pull" | "push" | "delete")[];
                        /** @description The most recently used tokens are kept. If a member accepted this rule in several organizations, the smallest number applies. */
                        autoTokensKept?: number | null;
                        /** @description A new token, or one that gets more permissions, reaches nothing here until an owner approves it. Passwords reach nothing here. Existing tokens continue to work; the access review lists them. */
                        tokenApproval?: boolean;
                        /** @description Applies while owners approve new access tokens. Each browser sign-in of a command line then waits for an owner. */
                        autoTokenApproval?: boolean;
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
                        /**
                         * @description An image in quarantine cannot be pulled. That needs a gate in front of the registry; without one, the owners are told.
                         * @enum {string}
                         */
                        infectedImages?: "show" | "tell" | "quarantine";
                        /**
                         * @description Large files, encrypted archives and damaged layers cannot be scanned. An image in quarantine cannot be pulled.
                         * @enum {string}
                         */
                        unscannedImages?: "show" | "tell" | "quarantine";
                        /** @description Needs a gate in front of the registry and a scanner for malware. Until its first scan, nobody can pull an image, not even the person who pushed it. */
                        requireFirstScan?: boolean;
                        /** @description If this is off, the owners get a mail, and the token continues to work. Tokens of members are always deleted. */
                        deleteFoundTokens?: boolean;
                        /**
                         * @description Applies to the vulnerabilities that the next two rules are about. An image in quarantine cannot be pulled.
                         * @enum {string}
                         */
                        vulnerableImages?: "show" | "tell" | "quarantine";
                        /**
                         * @description Less severe vulnerabilities are only shown.
                         * @enum {string}
                         */
                        vulnerableFrom?: "low" | "medium" | "high" | "critical";
                        /** @description Vulnerabilities are only shown while no version of the package fixes them. */
                        vulnerableOnlyFixable?: boolean;
                        /** @description Without a second factor, members cannot create tokens or approve command lines, and their tokens cannot reach the repositories here. */
                        requireSecondFactor?: boolean;
                        /** @description Everyone with an e-mail address in a verified domain signs in at the identity provider, and their passwords are refused. In an emergency, server administrators and owners with a second factor can still use their password in a browser; the audit log records it. */
                        requireSingleSignOn?: boolean;
                        /** @description Members who were removed at the provider are signed out, and their tokens stop working. If the provider cannot be asked, as with SAML, browser sessions end after this time. */
                        signOnRecheckSeconds?: number;
                        /** @description A token works here only if its owner signed in at the identity provider within this time. Tokens of the organization itself are not affected. */
                        tokenSignOnSeconds?: number | null;
                        /** Format: date-time */
                        bindsFrom?: string;
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
                                /** @description Tokens that live longer, or never expire, cannot reach the repositories of this organization. An auto-generated token reaches them until it is so old: then its user signs in again with docker login or lanyard login. */
                                maximumTokenLifetimeSeconds: number | null;
                                /** @description A token that was not used in this organization for so long no longer reaches it, until its holder lets it in again. Elsewhere it still works. At least 7 days. */
                                tokenUnusedSeconds: number | null;
                                /** @description No token can do more than this in this organization, even if it was granted more. Push needs pull, because registries ask for both in every upload. */
                                tokenActions: ("pull" | "push" | "delete")[];
                                /** @description A command line gets an auto-generated token when a person signs in with docker login or lanyard login. */
                                autoTokenActions: ("pull" | "push" | "delete")[];
                                /** @description The most recently used tokens are kept. If a member accepted this rule in several organizations, the smallest number applies. */
                                autoTokensKept: number | null;
                                /** @description A new token, or one that gets more permissions, reaches nothing here until an owner approves it. Passwords reach nothing here. Existing tokens continue to work; the access review lists them. */
                                tokenApproval: boolean;
                                /** @description Applies while owners approve new access tokens. Each browser sign-in of a command line then waits for an owner. */
                                autoTokenApproval: boolean;
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
                                /**
                                 * @description An image in quarantine cannot be pulled. That needs a gate in front of the registry; without one, the owners are told.
                                 * @enum {string}
                                 */
                                infectedImages: "show" | "tell" | "quarantine";
                                /**
                                 * @description Large files, encrypted archives and damaged layers cannot be scanned. An image in quarantine cannot be pulled.
                                 * @enum {string}
                                 */
                                unscannedImages: "show" | "tell" | "quarantine";
                                /** @description Needs a gate in front of the registry and a scanner for malware. Until its first scan, nobody can pull an image, not even the person who pushed it. */
                                requireFirstScan: boolean;
                                /** @description If this is off, the owners get a mail, and the token continues to work. Tokens of members are always deleted. */
                                deleteFoundTokens: boolean;
                                /**
                                 * @description Applies to the vulnerabilities that the next two rules are about. An image in quarantine cannot be pulled.
                                 * @enum {string}
                                 */
                                vulnerableImages: "show" | "tell" | "quarantine";
                                /**
                                 * @description Less severe vulnerabilities are only shown.
                                 * @enum {string}
                                 */
                                vulnerableFrom: "low" | "medium" | "high" | "critical";
                                /** @description Vulnerabilities are only shown while no version of the package fixes them. */
                                vulnerableOnlyFixable: boolean;
                                /** @description Without a second factor, members cannot create tokens or approve command lines, and their tokens cannot reach the repositories here. */
                                requireSecondFactor: boolean;
                                /** @description Everyone with an e-mail address in a verified domain signs in at the identity provider, and their passwords are refused. In an emergency, server administrators and owners with a second factor can still use their password in a browser; the audit log records it. */
                                requireSingleSignOn: boolean;
                                /** @description Members who were removed at the provider are signed out, and their tokens stop working. If the provider cannot be asked, as with SAML, browser sessions end after this time. */
                                signOnRecheckSeconds: number;
                                /** @description A token works here only if its owner signed in at the identity provider within this time. Tokens of the organization itself are not affected. */
                                tokenSignOnSeconds: number | null;
                            };
                            pendingRules: {
                                /** @enum {string} */
                                rule: "maximumTokenLifetimeSeconds" | "tokenUnusedSeconds" | "passwordAtRegistry";
                                value: number | boolean | null;
                                announcedAt: string;
                                bindsFrom: string;
                            }[];
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
    "/api/organizations/{organization}/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the reviews of an organization, newest first; for a member, those that ask about their access tokens */
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
                            reviews: {
                                id: string;
                                name: string;
                                /** @enum {string} */
                                state: "scheduled" | "preparing" | "open" | "closing" | "closed" | "cancelled";
                                scope: {
                                    /** @enum {string} */
                                    type: "all" | "stale" | "team" | "repository";
                                    team: string | null;
                                    pattern: string | null;
                                };
                                /** @enum {string} */
                                reviewers: "owners" | "holders";
                                /** @enum {string} */
                                undecided: "keep" | "block";
                                recurrence: ("monthly" | "quarterly" | "half-yearly") | null;
                                occurrence: number;
                                isLast: boolean;
                                startedBy: string;
                                startsAt: string;
                                dueAt: string;
                                finishedAt: string | null;
                                finishedBy: string | null;
                                closedAt: string | null;
                                cancelledAt: string | null;
                                cancelledBy: string | null;
                                cancelledBecause: string | null;
                                counts: {
                                    undecided: number;
                                    keep: number;
                                    block: number;
                                    gone: number;
                                };
                                asked: {
                                    undecided: number;
                                    keep: number;
                                    block: number;
                                    gone: number;
                                };
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
        /** Start a review: somebody decides about every access token in scope until a date */
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
                        scope: {
                            /** @enum {string} */
                            type: "all";
                        } | {
                            /** @enum {string} */
                            type: "stale";
                        } | {
                            /** @enum {string} */
                            type: "team";
                            team: string;
                        } | {
                            /** @enum {string} */
                            type: "repository";
                            pattern: string;
                        };
                        /** @enum {string} */
                        reviewers: "owners" | "holders";
                        /** @enum {string} */
                        undecided: "keep" | "block";
                        /** Format: date-time */
                        dueAt: string;
                        /** @default null */
                        recurrence?: ("monthly" | "quarterly" | "half-yearly") | null;
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
                            id: string;
                            name: string;
                            /** @enum {string} */
                            state: "scheduled" | "preparing" | "open" | "closing" | "closed" | "cancelled";
                            scope: {
                                /** @enum {string} */
                                type: "all" | "stale" | "team" | "repository";
                                team: string | null;
                                pattern: string | null;
                            };
                            /** @enum {string} */
                            reviewers: "owners" | "holders";
                            /** @enum {string} */
                            undecided: "keep" | "block";
                            recurrence: ("monthly" | "quarterly" | "half-yearly") | null;
                            occurrence: number;
                            isLast: boolean;
                            startedBy: string;
                            startsAt: string;
                            dueAt: string;
                            finishedAt: string | null;
                            finishedBy: string | null;
                            closedAt: string | null;
                            cancelledAt: string | null;
                            cancelledBy: string | null;
                            cancelledBecause: string | null;
                            counts: {
                                undecided: number;
                                keep: number;
                                block: number;
                                gone: number;
                            };
                            asked: {
                                undecided: number;
                                keep: number;
                                block: number;
                                gone: number;
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
    "/api/organizations/{organization}/reviews/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a review and how far it is */
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
                            name: string;
                            /** @enum {string} */
                            state: "scheduled" | "preparing" | "open" | "closing" | "closed" | "cancelled";
                            scope: {
                                /** @enum {string} */
                                type: "all" | "stale" | "team" | "repository";
                                team: string | null;
                                pattern: string | null;
                            };
                            /** @enum {string} */
                            reviewers: "owners" | "holders";
                            /** @enum {string} */
                            undecided: "keep" | "block";
                            recurrence: ("monthly" | "quarterly" | "half-yearly") | null;
                            occurrence: number;
                            isLast: boolean;
                            startedBy: string;
                            startsAt: string;
                            dueAt: string;
                            finishedAt: string | null;
                            finishedBy: string | null;
                            closedAt: string | null;
                            cancelledAt: string | null;
                            cancelledBy: string | null;
                            cancelledBecause: string | null;
                            counts: {
                                undecided: number;
                                keep: number;
                                block: number;
                                gone: number;
                            };
                            asked: {
                                undecided: number;
                                keep: number;
                                block: number;
                                gone: number;
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization}/reviews/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel a review and those that would follow it; it leaves no evidence, and what it blocked stays blocked */
        post: {
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization}/reviews/{id}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep or block access tokens of a review; the first decision about each stands */
        post: {
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
                        /** @enum {string} */
                        decision: "keep" | "block";
                        tokens: string[];
                        reason?: string;
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
                            decided: string[];
                            taken: {
                                token: string;
                                /** @enum {string} */
                                decision: "keep" | "block" | "gone";
                                by: string | null;
                                at: string;
                            }[];
                            gone: string[];
                            left: number;
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
    "/api/organizations/{organization}/reviews/{id}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download the evidence of a closed review, which lanyard verify checks without the server, or a page of it to print */
        get: {
            parameters: {
                query?: {
                    format?: "json" | "html";
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
    "/api/organizations/{organization}/reviews/{id}/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Finish a review before it is due; what nobody decided follows its rule */
        post: {
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
                            name: string;
                            /** @enum {string} */
                            state: "scheduled" | "preparing" | "open" | "closing" | "closed" | "cancelled";
                            scope: {
                                /** @enum {string} */
                                type: "all" | "stale" | "team" | "repository";
                                team: string | null;
                                pattern: string | null;
                            };
                            /** @enum {string} */
                            reviewers: "owners" | "holders";
                            /** @enum {string} */
                            undecided: "keep" | "block";
                            recurrence: ("monthly" | "quarterly" | "half-yearly") | null;
                            occurrence: number;
                            isLast: boolean;
                            startedBy: string;
                            startsAt: string;
                            dueAt: string;
                            finishedAt: string | null;
                            finishedBy: string | null;
                            closedAt: string | null;
                            cancelledAt: string | null;
                            cancelledBy: string | null;
                            cancelledBecause: string | null;
                            counts: {
                                undecided: number;
                                keep: number;
                                block: number;
                                gone: number;
                            };
                            asked: {
                                undecided: number;
                                keep: number;
                                block: number;
                                gone: number;
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
    "/api/organizations/{organization}/reviews/{id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the access tokens of a review by their holders, as they were when it began, with what was decided */
        get: {
            parameters: {
                query?: {
                    page?: number;
                    pageSize?: number;
                    decision?: "undecided" | "keep" | "block" | "gone";
                    finding?: "never-used" | "unused" | "no-expiry" | "expires-soon" | "wider-than-used" | "new-source" | "shared-address" | "no-second-factor" | "holder-disabled" | "maker-left" | "not-approved" | "against-policy";
                    mine?: "true";
                    search?: string;
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
                            items: {
                                token: {
                                    id: string;
                                    /** @enum {string} */
                                    kind: "pat" | "auto" | "oat";
                                    /** @enum {string} */
                                    origin: "manual" | "auto";
                                    description: string | null;
                                    /** @enum {string} */
                                    status: "active" | "inactive";
                                    holder: {
                                        /** @enum {string} */
                                        type: "account" | "organization";
                                        name: string;
                                        role: ("owner" | "editor" | "member") | null;
                                    };
                                    signedInWith: {
                                        name: string;
                                        version: string | null;
                                        operatingSystem: string | null;
                                    } | null;
                                    createdAt: string;
                                    createdBy: string | null;
                                    expiresAt: string | null;
                                    reach: {
                                        actions: ("pull" | "push" | "delete")[];
                                        repositories: number;
                                        parts: {
                                            actions: ("pull" | "push" | "delete")[];
                                            count: number;
                                            example: string;
                                        }[];
                                        createsRepositories: boolean;
                                    };
                                    heldBack: ("terms" | "password" | "second-factor" | "single-sign-on" | "lifetime" | "unused" | "disabled") | null;
                                    hold: {
                                        /** @enum {string} */
                                        type: "blocked" | "refused" | "waiting";
                                        reason: string | null;
                                        at: string | null;
                                        because: ("block" | "policy") | null;
                                    } | null;
                                    lastUse: {
                                        at: string;
                                        repository: string;
                                        actions: string;
                                        address: string;
                                        client: string;
                                    } | null;
                                    findings: {
                                        /** @enum {string} */
                                        kind: "never-used" | "unused" | "no-expiry" | "expires-soon" | "wider-than-used" | "new-source" | "shared-address" | "no-second-factor" | "holder-disabled" | "maker-left" | "not-approved" | "against-policy";
                                        label: string;
                                        why: string;
                                        action: string;
                                        enough: {
                                            pattern: string;
                                            actions: ("pull" | "push" | "delete")[];
                                        }[];
                                    }[];
                                };
                                isGone: boolean;
                                decision: ("keep" | "block" | "gone") | null;
                                reason: string;
                                decidedBy: string | null;
                                decidedAt: string | null;
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
    "/api/organizations/{organization}/security": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show the scan results for the images of your organization, and what the scanner can scan */
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
                            counts: {
                                [key: string]: number;
                            };
                            engine: {
                                version: string | null;
                                versionSince: string;
                                testedAt: string;
                                maximumFileBytes: number;
                                fault: string | null;
                                blindSpots: string[];
                            } | null;
                            progress: {
                                waiting: number;
                                outdated: number;
                                scanned: number;
                                scannedInLastHour: number;
                                oldestScanAt: string | null;
                            } | null;
                            vulnerabilities: {
                                engine: {
                                    version: string | null;
                                    versionSince: string;
                                    fault: string | null;
                                } | null;
                                counts: {
                                    [key: string]: number;
                                };
                                waiting: number;
                                scannedInLastHour: number;
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization}/security/images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the images of your organization with a verdict, newest first */
        get: {
            parameters: {
                query?: {
                    page?: number;
                    pageSize?: number;
                    verdict?: "clean" | "not-scanned" | "waiting" | "failed" | "infected";
                    severity?: "unknown" | "low" | "medium" | "high" | "critical";
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
                            images: {
                                repository: string;
                                digest: string;
                                /** @enum {string} */
                                kind: "image" | "index" | "artifact";
                                seenAt: string;
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
                                signsRequests: boolean;
                                logoutUrl: string | null;
                                groupTeams: {
                                    group: string;
                                    team: string;
                                }[];
                                createdAt: string;
                            }) | null;
                            connectedMembers: number;
                            outage: {
                                since: string;
                                cause: string;
                                toldAt: string | null;
                            } | null;
                            failing: {
                                account: string;
                                since: string;
                                cause: string;
                            }[];
                            addresses: {
                                callback: string;
                                entityId: string;
                                consumer: string;
                                logout: string;
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
                        /** @default true */
                        signsRequests?: boolean;
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
                                signsRequests: boolean;
                                logoutUrl: string | null;
                                groupTeams: {
                                    group: string;
                                    team: string;
                                }[];
                                createdAt: string;
                            }) | null;
                            connectedMembers: number;
                            outage: {
                                since: string;
                                cause: string;
                                toldAt: string | null;
                            } | null;
                            failing: {
                                account: string;
                                since: string;
                                cause: string;
                            }[];
                            addresses: {
                                callback: string;
                                entityId: string;
                                consumer: string;
                                logout: string;
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
                                description: string;
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
                        description?: string;
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
                            description: string;
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
        /** Show a team with its members and its rights, a page of each by name */
        get: {
            parameters: {
                query?: {
                    page?: number;
                    pageSize?: number;
                };
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
                            description: string;
                            createdAt: string;
                            memberCount: number;
                            members: string[];
                            rightCount: number | null;
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
        /** Rename a team, or change its description; rights and memberships stay */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    team: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        description?: string;
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
                            description: string;
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
    "/api/organizations/{organization}/token-stops": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List which access tokens of the organization itself its rules stop, or will within 30 days */
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
                            stops: {
                                organization: string;
                                /** @enum {string} */
                                rule: "maximumTokenLifetimeSeconds" | "tokenUnusedSeconds";
                                seconds: number;
                                at: string | null;
                                isByAge: boolean;
                                tokenId: string;
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
    "/api/organizations/{organization}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the access tokens of the organization; newest first unless you request another order */
        get: {
            parameters: {
                query?: {
                    page?: number;
                    pageSize?: number;
                    origin?: "manual" | "auto";
                    status?: "active" | "inactive" | "expired";
                    pushWithoutPull?: "true" | "false";
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
                                pushWithoutPull: number;
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
                                organizationScopes: ("scope-member-read" | "scope-member-edit" | "scope-invite-read" | "scope-group-read" | "scope-group-edit" | "scope-activity-read" | "scope-repository-list" | "scope-repository-create")[];
                                repositoryScopes: {
                                    path: string;
                                    scopes: ("scope-repository-read" | "scope-repository-edit" | "scope-repository-admin" | "scope-tag-read" | "scope-repo-group-read" | "scope-repo-group-edit" | "scope-repo-group-admin" | "scope-repository-settings-admin")[];
                                }[];
                                createdAt: string;
                                createdBy: string | null;
                                commandLineId: string | null;
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
                                organizationScopes: ("scope-member-read" | "scope-member-edit" | "scope-invite-read" | "scope-group-read" | "scope-group-edit" | "scope-activity-read" | "scope-repository-list" | "scope-repository-create")[];
                                repositoryScopes: {
                                    path: string;
                                    scopes: ("scope-repository-read" | "scope-repository-edit" | "scope-repository-admin" | "scope-tag-read" | "scope-repo-group-read" | "scope-repo-group-edit" | "scope-repo-group-admin" | "scope-repository-settings-admin")[];
                                }[];
                                createdAt: string;
                                createdBy: string | null;
                                commandLineId: string | null;
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
                            stops: {
                                organization: string;
                                /** @enum {string} */
                                rule: "maximumTokenLifetimeSeconds" | "tokenUnusedSeconds";
                                seconds: number;
                                at: string | null;
                                isByAge: boolean;
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
                            organizationScopes: ("scope-member-read" | "scope-member-edit" | "scope-invite-read" | "scope-group-read" | "scope-group-edit" | "scope-activity-read" | "scope-repository-list" | "scope-repository-create")[];
                            repositoryScopes: {
                                path: string;
                                scopes: ("scope-repository-read" | "scope-repository-edit" | "scope-repository-admin" | "scope-tag-read" | "scope-repo-group-read" | "scope-repo-group-edit" | "scope-repo-group-admin" | "scope-repository-settings-admin")[];
                            }[];
                            createdAt: string;
                            createdBy: string | null;
                            commandLineId: string | null;
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
        /** Change the description, grants, expiry or status of an access token of the organization */
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
                        grants?: ({
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
                        /** Format: date-time */
                        expiresAt?: string;
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
                            organizationScopes: ("scope-member-read" | "scope-member-edit" | "scope-invite-read" | "scope-group-read" | "scope-group-edit" | "scope-activity-read" | "scope-repository-list" | "scope-repository-create")[];
                            repositoryScopes: {
                                path: string;
                                scopes: ("scope-repository-read" | "scope-repository-edit" | "scope-repository-admin" | "scope-tag-read" | "scope-repo-group-read" | "scope-repo-group-edit" | "scope-repo-group-admin" | "scope-repository-settings-admin")[];
                            }[];
                            createdAt: string;
                            createdBy: string | null;
                            commandLineId: string | null;
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
                            stops: {
                                organization: string;
                                /** @enum {string} */
                                rule: "maximumTokenLifetimeSeconds" | "tokenUnusedSeconds";
                                seconds: number;
                                at: string | null;
                                isByAge: boolean;
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
        trace?: never;
    };
    "/api/organizations/{organization}/tokens/{id}/narrower-grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the grants that would have been enough for every use of an access token of the organization in 90 days */
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
                            })[] | null;
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
    "/api/organizations/{organization}/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the webhooks of an organization, oldest first, for its owners */
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
                            permitted: boolean;
                            webhooks: {
                                id: string;
                                origin: string;
                                description: string;
                                actions: string[];
                                /** @enum {string} */
                                form: "json" | "cloudevents";
                                /** @enum {string} */
                                state: "active" | "paused" | "failing" | "gone";
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
        /** Create a webhook; only this answer has its signing secret */
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
                        url: string;
                        /** @default  */
                        description?: string;
                        /** @default [] */
                        actions?: ("audit-log.keyed" | "usage.purged" | "setup-code.issued" | "account.created" | "account.disabled" | "account.enabled" | "account.password-changed" | "account.password-reset-requested" | "account.password-reset" | "account.promoted" | "account.demoted" | "account.email-changed" | "account.deleted" | "account.signed-out-everywhere" | "account.notices-chosen" | "factor.added" | "factor.renamed" | "factor.removed" | "recovery-codes.made" | "identity.linked" | "identity.unlinked" | "identity.ended" | "identity.suspended" | "session.started" | "session.refused" | "session.ended" | "sign-in.approved" | "sign-in.refused" | "sign-in.started" | "sign-in.reused" | "sign-in.ended" | "organization.created" | "organization.policy-changed" | "organization.rule-announced" | "organization.rule-told" | "organization.rule-withdrawn" | "organization.rule-bound" | "member.added" | "member.role-changed" | "member.removed" | "member.terms-accepted" | "invitation.created" | "invitation.resent" | "invitation.withdrawn" | "invitation.accepted" | "invitation.declined" | "team.created" | "team.changed" | "team.deleted" | "team.member-added" | "team.member-removed" | "repository.created" | "repository.changed" | "repository.described" | "repository.immutable-tags-set" | "repository.deleted" | "repository.right-set" | "repository.right-removed" | "token.created" | "token.changed" | "token.deactivated" | "token.activated" | "token.deleted" | "token.evicted" | "token.looked-up" | "token.refused" | "token.blocked-here" | "token.block-lifted" | "token.approved-here" | "token.refused-here" | "token.let-in-again" | "exemption.created" | "exemption.ended" | "member.tokens-trusted" | "member.tokens-trust-ended" | "review.started" | "review.decided" | "review.reminded" | "review.finished" | "review.cancelled" | "review.closed" | "review.series-ended" | "registry.created" | "image.infected" | "image.quarantined" | "image.released" | "image.vulnerable" | "finding.accepted" | "finding.acceptance-ended" | "registry.changed" | "registry.keys-rotated" | "registry.gate-tested" | "registry.gate-secret-made" | "registry.images-connected" | "registry.images-disconnected" | "webhook.created" | "webhook.changed" | "webhook.deleted" | "webhook.secret-rotated" | "webhook.paused" | "domain.added" | "domain.verified" | "domain.removed" | "sso-connection.changed" | "sso-connection.removed" | "sso-connection.failing" | "sso-connection.recovered" | "saml-key.rotated" | "sso-connection.bypassed" | "scim-token.created" | "scim-token.deleted" | "scim-user.linked" | "scim-user.confirmed" | "scim-user.declined" | "scim-user.changed" | "scim-user.deleted" | "scim-group.changed" | "audit-log.checkpoint")[];
                        /**
                         * @default json
                         * @enum {string}
                         */
                        form?: "json" | "cloudevents";
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
                            id: string;
                            origin: string;
                            description: string;
                            actions: string[];
                            /** @enum {string} */
                            form: "json" | "cloudevents";
                            /** @enum {string} */
                            state: "active" | "paused" | "failing" | "gone";
                            createdAt: string;
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
    "/api/organizations/{organization}/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a webhook and its waiting events */
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
        /** Change a webhook, pause it or start it again */
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
                        url?: string;
                        description?: string;
                        actions?: ("audit-log.keyed" | "usage.purged" | "setup-code.issued" | "account.created" | "account.disabled" | "account.enabled" | "account.password-changed" | "account.password-reset-requested" | "account.password-reset" | "account.promoted" | "account.demoted" | "account.email-changed" | "account.deleted" | "account.signed-out-everywhere" | "account.notices-chosen" | "factor.added" | "factor.renamed" | "factor.removed" | "recovery-codes.made" | "identity.linked" | "identity.unlinked" | "identity.ended" | "identity.suspended" | "session.started" | "session.refused" | "session.ended" | "sign-in.approved" | "sign-in.refused" | "sign-in.started" | "sign-in.reused" | "sign-in.ended" | "organization.created" | "organization.policy-changed" | "organization.rule-announced" | "organization.rule-told" | "organization.rule-withdrawn" | "organization.rule-bound" | "member.added" | "member.role-changed" | "member.removed" | "member.terms-accepted" | "invitation.created" | "invitation.resent" | "invitation.withdrawn" | "invitation.accepted" | "invitation.declined" | "team.created" | "team.changed" | "team.deleted" | "team.member-added" | "team.member-removed" | "repository.created" | "repository.changed" | "repository.described" | "repository.immutable-tags-set" | "repository.deleted" | "repository.right-set" | "repository.right-removed" | "token.created" | "token.changed" | "token.deactivated" | "token.activated" | "token.deleted" | "token.evicted" | "token.looked-up" | "token.refused" | "token.blocked-here" | "token.block-lifted" | "token.approved-here" | "token.refused-here" | "token.let-in-again" | "exemption.created" | "exemption.ended" | "member.tokens-trusted" | "member.tokens-trust-ended" | "review.started" | "review.decided" | "review.reminded" | "review.finished" | "review.cancelled" | "review.closed" | "review.series-ended" | "registry.created" | "image.infected" | "image.quarantined" | "image.released" | "image.vulnerable" | "finding.accepted" | "finding.acceptance-ended" | "registry.changed" | "registry.keys-rotated" | "registry.gate-tested" | "registry.gate-secret-made" | "registry.images-connected" | "registry.images-disconnected" | "webhook.created" | "webhook.changed" | "webhook.deleted" | "webhook.secret-rotated" | "webhook.paused" | "domain.added" | "domain.verified" | "domain.removed" | "sso-connection.changed" | "sso-connection.removed" | "sso-connection.failing" | "sso-connection.recovered" | "saml-key.rotated" | "sso-connection.bypassed" | "scim-token.created" | "scim-token.deleted" | "scim-user.linked" | "scim-user.confirmed" | "scim-user.declined" | "scim-user.changed" | "scim-user.deleted" | "scim-group.changed" | "audit-log.checkpoint")[];
                        /** @enum {string} */
                        form?: "json" | "cloudevents";
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
                            origin: string;
                            description: string;
                            actions: string[];
                            /** @enum {string} */
                            form: "json" | "cloudevents";
                            /** @enum {string} */
                            state: "active" | "paused" | "failing" | "gone";
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
    "/api/organizations/{organization}/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was sent to a webhook and what waits, newest first; it is kept for 30 days */
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
                            deliveries: {
                                id: string;
                                type: string;
                                createdAt: string;
                                /** @enum {string} */
                                outcome: "waiting" | "delivered" | "failed";
                                attempts: number;
                                status: number | null;
                                fault: string | null;
                                attemptedAt: string | null;
                                nextAttemptAt: string | null;
                                body: {
                                    [key: string]: unknown;
                                };
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
    "/api/organizations/{organization}/webhooks/{id}/deliveries/{delivery}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send an event again, with the same webhook-id */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    id: string;
                    delivery: string;
                };
                cookie?: never;
            };
            requestBody?: never;
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
    "/api/organizations/{organization}/webhooks/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replace the signing secret; for a day, the former one also signs */
        post: {
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
    "/api/organizations/{organization}/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test event */
        post: {
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
    "/api/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show an overview of the account: its tokens in numbers, its newest sign-ins, the reviews that wait for it, the organizations that it owns */
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
                            tokens: {
                                active: number;
                                inactive: number;
                                expired: number;
                                expiring: number;
                                unused: number;
                                auto: number;
                                autoKept: number;
                            };
                            signIns: ({
                                id: string;
                                address: string;
                                client: string;
                                createdAt: string;
                                lastSeenAt: string;
                                isCurrent: boolean;
                                /** @enum {string} */
                                type: "session";
                            } | {
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
                                scopes: ("account:read" | "tokens:read" | "tokens:write" | "reviews:read")[];
                                registry: string | null;
                                madeTokens: {
                                    id: string;
                                    description: string;
                                }[];
                                /** @enum {string} */
                                type: "command-line";
                            })[];
                            reviews: {
                                id: string;
                                name: string;
                                organization: string;
                                dueAt: string;
                                undecided: number;
                            }[];
                            organizations: {
                                name: string;
                                members: number;
                                activeOwners: number;
                                repositories: number;
                                tokens: number;
                                waitingInvitations: number;
                                failingWebhooks: number;
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
                                pushTokenTtlSeconds: number | null;
                                hosts: string[];
                                internalUrl: string | null;
                                hasGate: boolean;
                                isGatePassedBy: boolean;
                                lastUsedAt: string | null;
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
                        /** @default null */
                        pushTokenTtlSeconds?: number | null;
                        /** @default [] */
                        hosts?: string[];
                        /** @default null */
                        internalUrl?: string | null;
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
                            pushTokenTtlSeconds: number | null;
                            hosts: string[];
                            internalUrl: string | null;
                            hasGate: boolean;
                            isGatePassedBy: boolean;
                            lastUsedAt: string | null;
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
                            pushTokenTtlSeconds: number | null;
                            hosts: string[];
                            internalUrl: string | null;
                            hasGate: boolean;
                            isGatePassedBy: boolean;
                            lastUsedAt: string | null;
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
        /** Set where clients and this server reach a registry, and how long its tokens are valid; once every registry has a host, command lines sign in only for these hosts */
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
                        hosts?: string[];
                        internalUrl?: string | null;
                        tokenTtlSeconds?: number;
                        pushTokenTtlSeconds?: number | null;
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
                            service: string;
                            /** @enum {string} */
                            kind: "distribution" | "zot";
                            tokenTtlSeconds: number;
                            pushTokenTtlSeconds: number | null;
                            hosts: string[];
                            internalUrl: string | null;
                            hasGate: boolean;
                            isGatePassedBy: boolean;
                            lastUsedAt: string | null;
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
    "/api/registries/{name}/gate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set up a gate for a registry, and get the configuration of the proxy in front of it, with the secret of the gate */
        post: {
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
                        /** @enum {string} */
                        for: "nginx" | "caddy" | "traefik" | "haproxy" | "haproxy-lua" | "envoy";
                        upstream: string;
                        lanyard?: string;
                        host?: string;
                        /** @default false */
                        alone?: boolean;
                        /** @default false */
                        renewSecret?: boolean;
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
                            configuration: string;
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
                            pushTokenTtlSeconds: number | null;
                            hosts: string[];
                            internalUrl: string | null;
                            hasGate: boolean;
                            isGatePassedBy: boolean;
                            lastUsedAt: string | null;
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
    "/api/registries/{name}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Test whether a registry sends its clients here and accepts what this server signs */
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
                            address: string;
                            checks: {
                                what: string;
                                fault: string | null;
                                note: string | null;
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/registry-hosts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List where people reach the registries of this server, for docker login and docker pull */
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
                                host: string | null;
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
    "/api/repositories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the repositories of a namespace that you may see, by name; search for a part of the name */
        get: {
            parameters: {
                query: {
                    page?: number;
                    pageSize?: number;
                    namespace: string;
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
                            repositories: {
                                name: string;
                                /** @enum {string} */
                                visibility: "public" | "private";
                                description: string;
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
                        description?: string;
                        fullDescription?: string;
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
                            description: string;
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
                            description: string;
                            createdAt: string;
                            fullDescription: string;
                            immutableTags: string[] | null;
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
        /** Change the visibility and the description of a repository, and which of its tags no push can change */
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
                        visibility?: "public" | "private";
                        description?: string;
                        fullDescription?: string;
                        immutableTags?: string[] | null;
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
                            description: string;
                            createdAt: string;
                            fullDescription: string;
                            immutableTags: string[] | null;
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
    "/api/repository/accepted-findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the findings that are accepted in the images of a repository, by their end */
        get: {
            parameters: {
                query: {
                    page?: number;
                    pageSize?: number;
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
                            total: number;
                            findings: {
                                id: string;
                                /** @enum {string} */
                                kind: "malware" | "not-scanned" | "vulnerability";
                                finding: string;
                                place: string;
                                reason: string;
                                madeBy: string;
                                at: string;
                                endsAt: string;
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
        /** Accept a finding in the images of a repository, with a reason and an end within a year */
        post: {
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
                        digest: string;
                        /** @enum {string} */
                        kind: "malware" | "not-scanned" | "vulnerability";
                        finding: string;
                        place: string;
                        reason: string;
                        /** Format: date-time */
                        endsAt: string;
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
        /** End the acceptance of a finding: the policy applies to it again */
        delete: {
            parameters: {
                query: {
                    name: string;
                    id: string;
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
    "/api/repository/image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a manifest of a repository with its layers, their scan results, and the manifests that refer to it */
        get: {
            parameters: {
                query: {
                    name: string;
                    digest: string;
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
                            digest: string;
                            /** @enum {string} */
                            kind: "image" | "index" | "artifact";
                            mediaType: string;
                            artifactType: string | null;
                            size: number;
                            /** @enum {string} */
                            verdict: "clean" | "not-scanned" | "waiting" | "failed" | "infected";
                            platform: {
                                os: string;
                                architecture: string;
                                variant: string | null;
                            } | null;
                            tags: string[];
                            children: {
                                digest: string;
                                platform: {
                                    os: string;
                                    architecture: string;
                                    variant: string | null;
                                } | null;
                                size: number | null;
                                verdict: ("clean" | "not-scanned" | "waiting" | "failed" | "infected") | null;
                            }[];
                            layers: {
                                digest: string;
                                mediaType: string;
                                size: number;
                                /** @enum {string} */
                                verdict: "clean" | "not-scanned" | "waiting" | "failed" | "infected";
                                scannedAt: string | null;
                                engine: string | null;
                                files: number | null;
                                infections: {
                                    path: string;
                                    signature: string;
                                }[];
                                infectionCount: number;
                                unscanned: {
                                    path: string;
                                    reason: string;
                                }[];
                                unscannedCount: number;
                                fault: string | null;
                            }[];
                            referrers: {
                                digest: string;
                                /** @enum {string} */
                                kind: "image" | "index" | "artifact";
                                mediaType: string;
                                artifactType: string | null;
                                size: number;
                                /** @enum {string} */
                                verdict: "clean" | "not-scanned" | "waiting" | "failed" | "infected";
                            }[];
                            vulnerabilities: {
                                scannedAt: string | null;
                                engine: string | null;
                                fault: string | null;
                                counts: {
                                    [key: string]: number;
                                } | null;
                                fixableCounts: {
                                    [key: string]: number;
                                } | null;
                                hasSbom: boolean;
                            } | null;
                            pushed: {
                                at: string;
                                holder: string | null;
                                tokenId: string | null;
                            } | null;
                            pulledAt: string | null;
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
    "/api/repository/passages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the requests that passed the gate to and from a repository, newest first; kept for 90 days */
        get: {
            parameters: {
                query: {
                    page?: number;
                    pageSize?: number;
                    reference?: string;
                    action?: "pull" | "push" | "delete";
                    before?: string;
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
                            total: number;
                            passages: {
                                registry: string;
                                repository: string;
                                /** @enum {string} */
                                action: "pull" | "push" | "delete";
                                reference: string;
                                digest: string | null;
                                tokenId: string | null;
                                holder: string | null;
                                count: number;
                                at: string;
                                address: string;
                                client: string;
                                status: number | null;
                                bytes: number | null;
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
    "/api/repository/passages-by-day": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count the requests that passed the gate to and from a repository more than 90 days ago, by day */
        get: {
            parameters: {
                query: {
                    page?: number;
                    pageSize?: number;
                    reference?: string;
                    action?: "pull" | "push" | "delete";
                    before?: string;
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
                            total: number;
                            days: {
                                registry: string;
                                repository: string;
                                /** @enum {string} */
                                action: "pull" | "push" | "delete";
                                reference: string;
                                digest: string | null;
                                tokenId: string | null;
                                holder: string | null;
                                count: number;
                                day: string;
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
    "/api/repository/quarantines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the images of a repository that are in quarantine, newest first */
        get: {
            parameters: {
                query: {
                    page?: number;
                    pageSize?: number;
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
                            total: number;
                            quarantines: {
                                registry: string;
                                digest: string;
                                reason: string;
                                source: string;
                                madeBy: string | null;
                                createdAt: string;
                            }[];
                            registries: string[];
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
        /** Put an image in quarantine: nobody can pull it, or an index that contains it */
        post: {
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
                        registry: string;
                        digest: string;
                        reason: string;
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
        /** Take an image out of quarantine */
        delete: {
            parameters: {
                query: {
                    name: string;
                    registry: string;
                    digest: string;
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
    "/api/repository/sbom": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show the CycloneDX bill of materials of an image, if its scanner made one */
        get: {
            parameters: {
                query: {
                    name: string;
                    digest: string;
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
    "/api/repository/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the tags of a repository with their images and scan results, newest first */
        get: {
            parameters: {
                query: {
                    page?: number;
                    pageSize?: number;
                    name: string;
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
                            isConnected: boolean;
                            tags: {
                                tag: string;
                                seenAt: string;
                                registry: string;
                                digest: string;
                                /** @enum {string} */
                                kind: "image" | "index" | "artifact";
                                mediaType: string;
                                artifactType: string | null;
                                size: number;
                                /** @enum {string} */
                                verdict: "clean" | "not-scanned" | "waiting" | "failed" | "infected";
                                platform: {
                                    os: string;
                                    architecture: string;
                                    variant: string | null;
                                } | null;
                                children: {
                                    digest: string;
                                    platform: {
                                        os: string;
                                        architecture: string;
                                        variant: string | null;
                                    } | null;
                                    size: number | null;
                                    verdict: ("clean" | "not-scanned" | "waiting" | "failed" | "infected") | null;
                                }[];
                                pushed: {
                                    at: string;
                                    holder: string | null;
                                    tokenId: string | null;
                                } | null;
                                pulledAt: string | null;
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
    "/api/repository/vulnerabilities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the vulnerabilities of the packages in an image, the most severe first */
        get: {
            parameters: {
                query: {
                    page?: number;
                    pageSize?: number;
                    name: string;
                    digest: string;
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
                            vulnerabilities: {
                                id: string;
                                package: string;
                                version: string;
                                fixVersion: string;
                                /** @enum {string} */
                                severity: "unknown" | "low" | "medium" | "high" | "critical";
                                description: string;
                                link: string | null;
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
                    action?: "audit-log.keyed" | "usage.purged" | "setup-code.issued" | "account.created" | "account.disabled" | "account.enabled" | "account.password-changed" | "account.password-reset-requested" | "account.password-reset" | "account.promoted" | "account.demoted" | "account.email-changed" | "account.deleted" | "account.signed-out-everywhere" | "account.notices-chosen" | "factor.added" | "factor.renamed" | "factor.removed" | "recovery-codes.made" | "identity.linked" | "identity.unlinked" | "identity.ended" | "identity.suspended" | "session.started" | "session.refused" | "session.ended" | "sign-in.approved" | "sign-in.refused" | "sign-in.started" | "sign-in.reused" | "sign-in.ended" | "organization.created" | "organization.policy-changed" | "organization.rule-announced" | "organization.rule-told" | "organization.rule-withdrawn" | "organization.rule-bound" | "member.added" | "member.role-changed" | "member.removed" | "member.terms-accepted" | "invitation.created" | "invitation.resent" | "invitation.withdrawn" | "invitation.accepted" | "invitation.declined" | "team.created" | "team.changed" | "team.deleted" | "team.member-added" | "team.member-removed" | "repository.created" | "repository.changed" | "repository.described" | "repository.immutable-tags-set" | "repository.deleted" | "repository.right-set" | "repository.right-removed" | "token.created" | "token.changed" | "token.deactivated" | "token.activated" | "token.deleted" | "token.evicted" | "token.looked-up" | "token.refused" | "token.blocked-here" | "token.block-lifted" | "token.approved-here" | "token.refused-here" | "token.let-in-again" | "exemption.created" | "exemption.ended" | "member.tokens-trusted" | "member.tokens-trust-ended" | "review.started" | "review.decided" | "review.reminded" | "review.finished" | "review.cancelled" | "review.closed" | "review.series-ended" | "registry.created" | "image.infected" | "image.quarantined" | "image.released" | "image.vulnerable" | "finding.accepted" | "finding.acceptance-ended" | "registry.changed" | "registry.keys-rotated" | "registry.gate-tested" | "registry.gate-secret-made" | "registry.images-connected" | "registry.images-disconnected" | "webhook.created" | "webhook.changed" | "webhook.deleted" | "webhook.secret-rotated" | "webhook.paused" | "domain.added" | "domain.verified" | "domain.removed" | "sso-connection.changed" | "sso-connection.removed" | "sso-connection.failing" | "sso-connection.recovered" | "saml-key.rotated" | "sso-connection.bypassed" | "scim-token.created" | "scim-token.deleted" | "scim-user.linked" | "scim-user.confirmed" | "scim-user.declined" | "scim-user.changed" | "scim-user.deleted" | "scim-group.changed";
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
                    action?: "audit-log.keyed" | "usage.purged" | "setup-code.issued" | "account.created" | "account.disabled" | "account.enabled" | "account.password-changed" | "account.password-reset-requested" | "account.password-reset" | "account.promoted" | "account.demoted" | "account.email-changed" | "account.deleted" | "account.signed-out-everywhere" | "account.notices-chosen" | "factor.added" | "factor.renamed" | "factor.removed" | "recovery-codes.made" | "identity.linked" | "identity.unlinked" | "identity.ended" | "identity.suspended" | "session.started" | "session.refused" | "session.ended" | "sign-in.approved" | "sign-in.refused" | "sign-in.started" | "sign-in.reused" | "sign-in.ended" | "organization.created" | "organization.policy-changed" | "organization.rule-announced" | "organization.rule-told" | "organization.rule-withdrawn" | "organization.rule-bound" | "member.added" | "member.role-changed" | "member.removed" | "member.terms-accepted" | "invitation.created" | "invitation.resent" | "invitation.withdrawn" | "invitation.accepted" | "invitation.declined" | "team.created" | "team.changed" | "team.deleted" | "team.member-added" | "team.member-removed" | "repository.created" | "repository.changed" | "repository.described" | "repository.immutable-tags-set" | "repository.deleted" | "repository.right-set" | "repository.right-removed" | "token.created" | "token.changed" | "token.deactivated" | "token.activated" | "token.deleted" | "token.evicted" | "token.looked-up" | "token.refused" | "token.blocked-here" | "token.block-lifted" | "token.approved-here" | "token.refused-here" | "token.let-in-again" | "exemption.created" | "exemption.ended" | "member.tokens-trusted" | "member.tokens-trust-ended" | "review.started" | "review.decided" | "review.reminded" | "review.finished" | "review.cancelled" | "review.closed" | "review.series-ended" | "registry.created" | "image.infected" | "image.quarantined" | "image.released" | "image.vulnerable" | "finding.accepted" | "finding.acceptance-ended" | "registry.changed" | "registry.keys-rotated" | "registry.gate-tested" | "registry.gate-secret-made" | "registry.images-connected" | "registry.images-disconnected" | "webhook.created" | "webhook.changed" | "webhook.deleted" | "webhook.secret-rotated" | "webhook.paused" | "domain.added" | "domain.verified" | "domain.removed" | "sso-connection.changed" | "sso-connection.removed" | "sso-connection.failing" | "sso-connection.recovered" | "saml-key.rotated" | "sso-connection.bypassed" | "scim-token.created" | "scim-token.deleted" | "scim-user.linked" | "scim-user.confirmed" | "scim-user.declined" | "scim-user.changed" | "scim-user.deleted" | "scim-group.changed";
                    actorName?: string;
                    subjectId?: string;
                    from?: string;
                    to?: string;
                    format: "csv" | "jsonl" | "proof";
                    since?: number;
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
    "/api/server/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show versions, the state of the database and of mail, and what should be done */
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
                            version: string;
                            nodeVersion: string;
                            /** @enum {string} */
                            database: "SQLite" | "PostgreSQL";
                            databaseMilliseconds: number | null;
                            startedAt: string;
                            publicUrl: string;
                            auditEvents: number;
                            sendsMail: boolean;
                            mailWaitsSince: string | null;
                            sendsWebhooks: boolean;
                            advice: string[];
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
    "/api/server/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the invitations to the server that are waiting, expired or declined, newest first */
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
                            invitations: {
                                id: string;
                                invited: string;
                                role: ("owner" | "editor" | "member") | null;
                                invitedBy: string;
                                /** @enum {string} */
                                status: "waiting" | "expired" | "declined";
                                createdAt: string;
                                sentAt: string;
                                expiresAt: string;
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
        /** Invite an e-mail address to the server; anyone who accepts creates an account with it */
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
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            invited: string;
                            role: ("owner" | "editor" | "member") | null;
                            invitedBy: string;
                            /** @enum {string} */
                            status: "waiting" | "expired" | "declined";
                            createdAt: string;
                            sentAt: string;
                            expiresAt: string;
                            link: string | null;
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
    "/api/server/invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraw an invitation to the server; its link stops working */
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
    "/api/server/invitations/{id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send an invitation to the server again, with a new link; the one before stops working */
        post: {
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
                            invited: string;
                            role: ("owner" | "editor" | "member") | null;
                            invitedBy: string;
                            /** @enum {string} */
                            status: "waiting" | "expired" | "declined";
                            createdAt: string;
                            sentAt: string;
                            expiresAt: string;
                            link: string | null;
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
    "/api/server/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List all organizations of the server by name, with their counts */
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
                            organizations: {
                                name: string;
                                createdAt: string;
                                members: number;
                                activeOwners: number;
                                repositories: number;
                                tokens: number;
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
    "/api/server/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the settings in force and whether the environment sets them; never a secret */
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
                            settings: {
                                name: string;
                                meaning: string;
                                isSet: boolean;
                                value: string | null;
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
    "/api/server/tokens/find": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Find the token with this id or this secret, also a deleted one; the secret is not stored */
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
                        id: string;
                    } | {
                        secret: string;
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
                                organizationScopes: ("scope-member-read" | "scope-member-edit" | "scope-invite-read" | "scope-group-read" | "scope-group-edit" | "scope-activity-read" | "scope-repository-list" | "scope-repository-create")[];
                                repositoryScopes: {
                                    path: string;
                                    scopes: ("scope-repository-read" | "scope-repository-edit" | "scope-repository-admin" | "scope-tag-read" | "scope-repo-group-read" | "scope-repo-group-edit" | "scope-repo-group-admin" | "scope-repository-settings-admin")[];
                                }[];
                                createdAt: string;
                                createdBy: string | null;
                                commandLineId: string | null;
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
                            owner: {
                                /** @enum {string} */
                                type: "account" | "organization";
                                name: string;
                            };
                            deletedAt: string | null;
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
    "/api/server/tokens/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revoke any access token, with a reason that its owner gets */
        post: {
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
                        reason: string;
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
        /** Sign out; 200 if the session at an identity provider goes on, and can be ended there too */
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
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            organization: string;
                        };
                    };
                };
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
        /** Connect an existing account with a person at the identity provider, with its password */
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
    "/api/session/connect-by-mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Connect an account without a password with a person at the identity provider, with the code of a mail */
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
                            hasSecondFactor: boolean;
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
                                scopes: ("account:read" | "tokens:read" | "tokens:write" | "reviews:read")[];
                                registry: string | null;
                                madeTokens: {
                                    id: string;
                                    description: string;
                                }[];
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
        /** Sign out a command line and delete its auto-generated token; with tokens=all, also all tokens that it created */
        delete: {
            parameters: {
                query?: {
                    tokens?: "auto" | "all";
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
        /** List the access tokens of the account; newest first unless you request another order */
        get: {
            parameters: {
                query?: {
                    page?: number;
                    pageSize?: number;
                    origin?: "manual" | "auto";
                    status?: "active" | "inactive" | "expired";
                    pushWithoutPull?: "true" | "false";
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
                                pushWithoutPull: number;
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
                                organizationScopes: ("scope-member-read" | "scope-member-edit" | "scope-invite-read" | "scope-group-read" | "scope-group-edit" | "scope-activity-read" | "scope-repository-list" | "scope-repository-create")[];
                                repositoryScopes: {
                                    path: string;
                                    scopes: ("scope-repository-read" | "scope-repository-edit" | "scope-repository-admin" | "scope-tag-read" | "scope-repo-group-read" | "scope-repo-group-edit" | "scope-repo-group-admin" | "scope-repository-settings-admin")[];
                                }[];
                                createdAt: string;
                                createdBy: string | null;
                                commandLineId: string | null;
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
                                organizationScopes: ("scope-member-read" | "scope-member-edit" | "scope-invite-read" | "scope-group-read" | "scope-group-edit" | "scope-activity-read" | "scope-repository-list" | "scope-repository-create")[];
                                repositoryScopes: {
                                    path: string;
                                    scopes: ("scope-repository-read" | "scope-repository-edit" | "scope-repository-admin" | "scope-tag-read" | "scope-repo-group-read" | "scope-repo-group-edit" | "scope-repo-group-admin" | "scope-repository-settings-admin")[];
                                }[];
                                createdAt: string;
                                createdBy: string | null;
                                commandLineId: string | null;
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
                            stops: {
                                organization: string;
                                /** @enum {string} */
                                rule: "maximumTokenLifetimeSeconds" | "tokenUnusedSeconds";
                                seconds: number;
                                at: string | null;
                                isByAge: boolean;
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
                            organizationScopes: ("scope-member-read" | "scope-member-edit" | "scope-invite-read" | "scope-group-read" | "scope-group-edit" | "scope-activity-read" | "scope-repository-list" | "scope-repository-create")[];
                            repositoryScopes: {
                                path: string;
                                scopes: ("scope-repository-read" | "scope-repository-edit" | "scope-repository-admin" | "scope-tag-read" | "scope-repo-group-read" | "scope-repo-group-edit" | "scope-repo-group-admin" | "scope-repository-settings-admin")[];
                            }[];
                            createdAt: string;
                            createdBy: string | null;
                            commandLineId: string | null;
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
        /** Change the description, grants, expiry or status of an access token of the account */
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
                        grants?: ({
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
                        /** Format: date-time */
                        expiresAt?: string;
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
                            organizationScopes: ("scope-member-read" | "scope-member-edit" | "scope-invite-read" | "scope-group-read" | "scope-group-edit" | "scope-activity-read" | "scope-repository-list" | "scope-repository-create")[];
                            repositoryScopes: {
                                path: string;
                                scopes: ("scope-repository-read" | "scope-repository-edit" | "scope-repository-admin" | "scope-tag-read" | "scope-repo-group-read" | "scope-repo-group-edit" | "scope-repo-group-admin" | "scope-repository-settings-admin")[];
                            }[];
                            createdAt: string;
                            createdBy: string | null;
                            commandLineId: string | null;
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
                            stops: {
                                organization: string;
                                /** @enum {string} */
                                rule: "maximumTokenLifetimeSeconds" | "tokenUnusedSeconds";
                                seconds: number;
                                at: string | null;
                                isByAge: boolean;
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
        trace?: never;
    };
    "/api/tokens/{id}/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the organizations in which an access token of the account is blocked or refused, or waits for an approval */
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
                            holds: {
                                /** @enum {string} */
                                type: "blocked" | "refused" | "waiting";
                                reason: string | null;
                                at: string | null;
                                because: ("block" | "policy") | null;
                                organization: string;
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
    "/api/tokens/{id}/let-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let an access token of the account reach an organization again that stopped it because it was not used */
        post: {
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
                        organization: string;
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
    "/api/tokens/{id}/narrower-grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the grants that would have been enough for every use of an access token of the account in 90 days */
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
                            })[] | null;
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
    "/api/tokens/{id}/passages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the requests that passed the gate with an access token of yours, newest first; kept for 90 days */
        get: {
            parameters: {
                query?: {
                    page?: number;
                    pageSize?: number;
                    reference?: string;
                    action?: "pull" | "push" | "delete";
                    before?: string;
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
                            passages: {
                                registry: string;
                                repository: string;
                                /** @enum {string} */
                                action: "pull" | "push" | "delete";
                                reference: string;
                                digest: string | null;
                                tokenId: string | null;
                                holder: string | null;
                                count: number;
                                at: string;
                                address: string;
                                client: string;
                                status: number | null;
                                bytes: number | null;
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
    "/api/tokens/{id}/passages-by-day": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count the requests that passed the gate with an access token of yours more than 90 days ago, by day */
        get: {
            parameters: {
                query?: {
                    page?: number;
                    pageSize?: number;
                    reference?: string;
                    action?: "pull" | "push" | "delete";
                    before?: string;
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
                            days: {
                                registry: string;
                                repository: string;
                                /** @enum {string} */
                                action: "pull" | "push" | "delete";
                                reference: string;
                                digest: string | null;
                                tokenId: string | null;
                                holder: string | null;
                                count: number;
                                day: string;
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
