package io.berth.contracts.replica;

/** By which the hosts of a relationship know each other. */
public enum ReplicaAuthentication {
    /** Tickets of a domain controller; both hosts are of one forest. */
    KERBEROS,
    /** X.509 certificates on both sides; also to another forest, such as a provider's. */
    CERTIFICATE
}
