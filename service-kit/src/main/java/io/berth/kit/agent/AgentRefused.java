package io.berth.kit.agent;

/**
 * Ends the authentication of an agent: the cause of the framework's exception, by which the mapper
 * of problems answers with what was wrong.
 */
public final class AgentRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient AgentRefusal refusal;

    AgentRefused(AgentRefusal refusal) {
        super(refusal.code());
        this.refusal = refusal;
    }

    /** What was wrong. */
    public AgentRefusal refusal() {
        return refusal;
    }
}
