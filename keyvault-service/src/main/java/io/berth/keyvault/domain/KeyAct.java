package io.berth.keyvault.domain;

import java.util.List;

/** What is done to a key that protects no more. */
public enum KeyAct {
    /** It opens nothing until it is enabled. */
    DISABLE(KeyState.DISABLED, List.of(KeyState.OPENS_ONLY)),
    /** It opens again. */
    ENABLE(KeyState.OPENS_ONLY, List.of(KeyState.DISABLED)),
    /** It opens nothing and is erased later. */
    SCHEDULE_DESTRUCTION(
            KeyState.DESTRUCTION_SCHEDULED, List.of(KeyState.OPENS_ONLY, KeyState.DISABLED)),
    /** It is not erased, and stays disabled: somebody looks at it before it opens again. */
    CANCEL_DESTRUCTION(KeyState.DISABLED, List.of(KeyState.DESTRUCTION_SCHEDULED)),
    /** It is erased. */
    DESTROY(KeyState.DESTROYED, List.of(KeyState.DESTRUCTION_SCHEDULED));

    private final KeyState to;
    private final List<KeyState> from;

    KeyAct(KeyState to, List<KeyState> from) {
        this.to = to;
        this.from = from;
    }

    /** The state afterwards. */
    public KeyState to() {
        return to;
    }

    /** The states in which it may be done. */
    public List<KeyState> from() {
        return from;
    }
}
