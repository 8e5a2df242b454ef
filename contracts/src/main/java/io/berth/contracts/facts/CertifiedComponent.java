package io.berth.contracts.facts;

import io.berth.contracts.Require;
import java.util.List;

/**
 * A part of a host with the marks that it bears.
 *
 * @param certifiedFor the operating systems that it is certified for, such as {@code Windows Server
 *     2008 R2}; empty when for none
 */
public record CertifiedComponent(Sort sort, String name, List<String> certifiedFor) {
    /** Longest name of a component, in UTF-16 code units. */
    public static final int MAX_NAME = 128;

    /** Most marks of one component. */
    public static final int MAX_MARKS = 8;

    /** Longest mark, in UTF-16 code units. */
    public static final int MAX_MARK = 64;

    /** What sort of component it is. */
    public enum Sort {
        /** A machine, an adapter, a controller. */
        HARDWARE,
        /** An operating system, a driver, an agent. */
        SOFTWARE
    }

    /**
     * @throws IllegalArgumentException when a part is missing or too long, or a mark stands there
     *     twice
     */
    public CertifiedComponent {
        Require.present("component.sort", sort);
        Require.text("component.name", name, MAX_NAME);
        certifiedFor = Require.distinct("component.certifiedFor", certifiedFor, MAX_MARKS);
        certifiedFor.forEach(system -> Require.text("component.certifiedFor[]", system, MAX_MARK));
    }
}
