package io.berth.contracts.agents;

import io.berth.contracts.Event;

/**
 * A record of the compacted topic {@code monitoring.agent-certificates}, keyed by serial number.
 */
public sealed interface AgentCertificateEvent extends Event permits CertificateRevoked {}
