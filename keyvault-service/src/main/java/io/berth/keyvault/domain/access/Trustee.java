package io.berth.keyvault.domain.access;

/** Who entries speak of: well-known accounts and groups of a domain. */
public enum Trustee {
    /** The account under which the vault itself works. */
    SERVICE_ACCOUNT(false),
    /** The object itself; nobody calls as that. */
    SELF(false),
    /** The operating system of a node. */
    SYSTEM(true),
    /** The controllers of all domains of the forest. */
    ENTERPRISE_DOMAIN_CONTROLLERS(true),
    /** Administrators of the forest. */
    ENTERPRISE_ADMINS(true),
    /** Administrators of the domain. */
    DOMAIN_ADMINS(true),
    /** The built-in group of a domain's controllers. */
    ADMINISTRATORS(true),
    /** The built-in account. */
    ADMINISTRATOR(true),
    /** Everybody with a valid token. */
    AUTHENTICATED_USERS(false);

    private final boolean fromToken;

    Trustee(boolean fromToken) {
        this.fromToken = fromToken;
    }

    /**
     * Whether the settings may say that a token makes its bearer this. The account of the vault is
     * its own, and authenticated users are all.
     */
    public boolean fromToken() {
        return fromToken;
    }
}
