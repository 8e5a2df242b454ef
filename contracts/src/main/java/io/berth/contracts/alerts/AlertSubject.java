package io.berth.contracts.alerts;

import io.berth.contracts.Require;
import io.berth.contracts.ids.Identifiers;

/**
 * The one thing that an alert is about.
 *
 * @param id among the things of its kind
 */
public record AlertSubject(AlertSubjectKind kind, String id) {
    /**
     * @throws IllegalArgumentException when a part is missing, or the id is no {@linkplain
     *     Identifiers identifier}
     */
    public AlertSubject {
        Require.present("subject.kind", kind);
        Identifiers.check("subject.id", id);
    }
}
