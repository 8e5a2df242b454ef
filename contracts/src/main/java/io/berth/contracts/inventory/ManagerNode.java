package io.berth.contracts.inventory;

import io.berth.contracts.Require;

/**
 * A node of the manager's own cluster.
 *
 * @param updateConsole whether the console of the update server is installed on it
 */
public record ManagerNode(String name, boolean updateConsole) {
    /** Longest name: a DNS name. */
    public static final int MAX_NAME = 253;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public ManagerNode {
        Require.text("node.name", name, MAX_NAME);
    }
}
