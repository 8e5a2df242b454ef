package io.berth.contracts.alerts;

/** What kind of thing an alert is about. */
public enum AlertSubjectKind {
    /** A host. */
    HOST,
    /** A virtual machine. */
    VM,
    /** A placement domain. */
    DOMAIN,
    /** A cluster. */
    CLUSTER,
    /** A storage array. */
    STORAGE_ARRAY,
    /** A replication relationship. */
    RELATIONSHIP,
    /** A ring of keys. */
    KEY_RING,
    /** A topic of the message broker. */
    TOPIC,
    /** A part of Berth itself. */
    SERVICE
}
