package io.berth.platform.supervisor;

/**
 * A service's own database.
 *
 * @param role owns it and may connect to no other
 */
record ServiceDatabase(String name, String role, String password) {
    /** Without the password, so that it cannot slip into a log. */
    @Override
    public String toString() {
        return "ServiceDatabase[" + name + " as " + role + "]";
    }
}
