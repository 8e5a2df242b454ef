package io.berth.keyvault.domain;

import java.util.List;

/** What is done to a key that protects no more. */
public enum KeyAct {
    /** It opens nothing until it is enabled. */
    DISABLE(KeyState.DISABLED),
    /** It opens again. */
    ENABLE(KeyState.OPENS_ONLY),
    /** It opens nothing and is erased later. */
    SCHEDULE_DESTRUCTION(KeyState.DESTRUCTION_SCHEDULED),
    /** It is not erased, and stays disabled: somebody looks at it before it opens again. */
    CANCEL_DESTRUCTION(KeyState.DISABLED),
    /** It is erased. */
    DESTROY(KeyState.DESTROYED);

    private final KeyState to;

    KeyAct(KeyState to) {
        this.to = to;
    }

    /** The state afterwards. */
    public KeyState to() {
        return to;
    }

    /** The states in which it may be done. */
    public List<KeyState> from() {
        return switch (this) {
            case DISABLE -> List.of(KeyState.OPENS_ONLY);
            case ENABLE -> List.of(KeyState.DISABLED);
            case SCHEDULE_DESTRUCTION -> List.of(KeyState.OPENS_ONLY, KeyState.DISABLED);
            case CANCEL_DESTRUCTION, DESTROY -> List.of(KeyState.DESTRUCTION_SCHEDULED);
        };
    }
}
