package io.berth.keyvault.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.keyvault.domain.KeyLife;
import io.berth.keyvault.domain.Ring;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ring as it is shown.
 *
 * @param minimumVersion keys below open nothing
 * @param rotateAfter how old a key becomes before another one takes its place
 * @param revision of the rules
 * @param versions the newest keys; absent in lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RingView(
        String id,
        List<String> principals,
        long currentVersion,
        long minimumVersion,
        String rotateAfter,
        long revision,
        @Nullable List<KeyView> versions) {
    /** Most keys that are shown with a ring. */
    static final int MAX_VERSIONS = 100;

    static RingView of(Ring ring) {
        return of(ring, null);
    }

    static RingView withVersions(Ring ring, List<KeyLife> keys) {
        return of(ring, keys.stream().map(KeyView::of).toList());
    }

    private static RingView of(Ring ring, @Nullable List<KeyView> versions) {
        return new RingView(
                ring.id().value(),
                ring.principals().stream().map(Object::toString).toList(),
                ring.current().value(),
                ring.minimum().value(),
                ring.rotateAfter().toString(),
                ring.revision(),
                versions);
    }
}
