package io.berth.keyvault.container;

import io.berth.keyvault.domain.Place;
import org.jspecify.annotations.Nullable;

/** A container does not answer, or not in time. The call may be repeated. */
public final class ContainerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Place place;

    /**
     * @param what went wrong, without anything secret: it is told to callers
     */
    public ContainerUnavailableException(Place place, String what, @Nullable Throwable cause) {
        super(what, cause);
        this.place = place;
    }

    /** Which container. */
    public Place place() {
        return place;
    }
}
