package io.berth.inventory.rest;

import io.berth.inventory.domain.Revision;
import io.berth.kit.rest.EntityTags;
import org.jspecify.annotations.Nullable;

/** The revision that a change names in its If-Match. */
public final class IfMatch {
    private IfMatch() {}

    /** The revision that a change expects; null when it takes any. */
    public static @Nullable Revision revision(@Nullable String ifMatch) {
        Long expected = EntityTags.expected(ifMatch);
        return expected == null ? null : new Revision(expected);
    }
}
