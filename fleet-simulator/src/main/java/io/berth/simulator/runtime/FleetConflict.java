package io.berth.simulator.runtime;

/** What was asked for does not go together with the fleet as it is. Nothing was changed. */
public final class FleetConflict extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String hint;

    FleetConflict(String code, String detail, String hint) {
        super(detail);
        this.code = code;
        this.hint = hint;
    }

    /** Stable, for programs. */
    public String code() {
        return code;
    }

    /** What to do next. */
    public String hint() {
        return hint;
    }
}
