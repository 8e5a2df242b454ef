package io.berth.keyvault.container;

import io.berth.keyvault.container.ldap.LdapContainer;
import io.berth.keyvault.domain.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The containers that this instance reaches, and which of them takes new keys. */
public final class Containers implements AutoCloseable {
    private final Map<Place, KeyContainer> reached = new LinkedHashMap<>();
    private final KeyContainer forNewKeys;

    /**
     * @param newKeysIn one of them
     * @throws IllegalArgumentException when it is none of them, or two are the same place
     */
    public Containers(List<KeyContainer> reached, Place newKeysIn) {
        for (KeyContainer container : reached) {
            if (this.reached.put(container.place(), container) != null) {
                throw new IllegalArgumentException("two containers are " + container.place());
            }
        }
        forNewKeys =
                at(newKeysIn)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "new keys are to be kept in "
                                                + newKeysIn
                                                + ", but this instance reaches only "
                                                + places()));
    }

    /** The container of a place; empty when this instance does not reach it. */
    public Optional<KeyContainer> at(Place place) {
        return Optional.ofNullable(reached.get(place));
    }

    /** The one that takes new keys. */
    public KeyContainer forNewKeys() {
        return forNewKeys;
    }

    /** All that this instance reaches. */
    public Set<Place> places() {
        return Set.copyOf(reached.keySet());
    }

    /** Gives back the connections to a directory. */
    @Override
    public void close() {
        for (KeyContainer container : reached.values()) {
            if (container instanceof LdapContainer directory) {
                directory.close();
            }
        }
    }
}
