package io.berth.keyvault.app;

import io.berth.keyvault.domain.SealRefusal;
import io.berth.keyvault.domain.seal.SealState;

/** A key was needed while this instance is sealed. */
public final class VaultSealedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SealState state;

    VaultSealedException(SealState state) {
        super(new SealRefusal.VaultSealed(state).wording().detail());
        this.state = state;
    }

    /** How it is told. */
    public SealRefusal refusal() {
        return new SealRefusal.VaultSealed(state);
    }
}
