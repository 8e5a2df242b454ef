package io.berth.monitoring.domain.alert;

import static io.berth.contracts.alerts.AlertSeverity.CRITICAL;
import static io.berth.contracts.alerts.AlertSeverity.INFO;
import static io.berth.contracts.alerts.AlertSeverity.WARNING;
import static io.berth.contracts.alerts.AlertSubjectKind.CLUSTER;
import static io.berth.contracts.alerts.AlertSubjectKind.DOMAIN;
import static io.berth.contracts.alerts.AlertSubjectKind.HOST;
import static io.berth.contracts.alerts.AlertSubjectKind.KEY_RING;
import static io.berth.contracts.alerts.AlertSubjectKind.RELATIONSHIP;
import static io.berth.contracts.alerts.AlertSubjectKind.SERVICE;
import static io.berth.contracts.alerts.AlertSubjectKind.STORAGE_ARRAY;
import static io.berth.contracts.alerts.AlertSubjectKind.TOPIC;
import static io.berth.contracts.alerts.AlertSubjectKind.VM;

import io.berth.contracts.alerts.AlertSeverity;
import io.berth.contracts.alerts.AlertSubject;
import io.berth.contracts.alerts.AlertSubjectKind;
import io.berth.contracts.ids.AlertFingerprint;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What can be wrong. Each rule has one kind of subject, so that its code and the subject's id make
 * the fingerprint, and a runbook page named after its code.
 */
public enum AlertRule {
    /** A host has been silent for a while; nothing is decided yet. */
    HOST_SUSPECT(HOST, INFO, "A host is silent, and nothing is decided yet"),
    /** A host has been silent for the threshold, and nothing proves that its VMs have stopped. */
    HOST_UNREACHABLE(HOST, CRITICAL, "A host is silent, and its VMs wait for evidence"),
    /** A host has been silent for a lease, and its peers hear it. */
    HOST_ISOLATED(HOST, CRITICAL, "A host is cut off from the broker, and its peers hear it"),
    /** A host has failed. */
    HOST_FAILED(HOST, CRITICAL, "A host has failed, and its VMs are placed elsewhere"),
    /** A host has failed so often that it takes no VM for a while. */
    HOST_QUARANTINED(HOST, WARNING, "A host fails again and again, and takes no VM for a while"),
    /** A host has failed so often that it should take no VM, but too few hosts would be left. */
    QUARANTINE_WITHHELD(HOST, WARNING, "A host fails again and again, and takes VMs all the same"),
    /** The clock of a host is off. */
    CLOCK_SKEWED(HOST, WARNING, "The clock of a host is off"),
    /** The agent of a host has not renewed its certificate, which ends soon. */
    CERTIFICATE_EXPIRING(HOST, WARNING, "The certificate of a host ends soon, and was not renewed"),
    /** Failures of a domain are held. */
    CORRELATED_SILENCE(DOMAIN, CRITICAL, "So many hosts are silent that a person has to decide"),
    /** A cluster could not lose as many nodes as its reserve says. */
    CLUSTER_OVER_COMMITTED(CLUSTER, WARNING, "A cluster cannot lose as many nodes as it should"),
    /** No host can take a VM. */
    VM_UNPLACEABLE(VM, CRITICAL, "No host can take a VM"),
    /** The guest of a VM does not answer, though its host beats. */
    VM_HEARTBEAT_LOST(VM, WARNING, "A guest does not answer though its host beats"),
    /** A VM that does not answer was restarted as often as is allowed. */
    VM_RESTARTS_SPENT(VM, CRITICAL, "A VM does not answer and was restarted often enough"),
    /** A guest publishes key-value pairs that are odd. */
    KVP_GARBAGE(VM, INFO, "A guest publishes odd key-value pairs"),
    /** The integration services of a guest are older than the guest rules ask for. */
    GUEST_SERVICES_OLD(VM, INFO, "The integration services of a guest are too old"),
    /** An array is asked for nearly all the persistent reservations that it keeps. */
    RESERVATIONS_NEAR_LIMIT(STORAGE_ARRAY, WARNING, "An array has few reservations left"),
    /** Something of a cluster has changed since it was validated. */
    VALIDATION_STALE(CLUSTER, WARNING, "A cluster has changed since it was validated"),
    /** A VM is replicated late, or not for the moment. */
    REPLICATION_WARNING(RELATIONSHIP, WARNING, "Replication is paused, or cycles fail"),
    /** The copy of a VM cannot be continued. */
    REPLICATION_CRITICAL(RELATIONSHIP, CRITICAL, "A copy cannot be continued; copy all again"),
    /** The newest key of a ring is in no young backup. */
    KEY_BACKUP_OVERDUE(KEY_RING, CRITICAL, "A key is in no backup that is young enough"),
    /** The newest backup of the key vault does not give back all keys. */
    RESTORE_DRILL_FAILED(SERVICE, CRITICAL, "The newest backup does not give back all keys"),
    /** No restore drill has passed for too long. */
    RESTORE_DRILL_OVERDUE(SERVICE, WARNING, "Nobody knows whether the key vault's backups work"),
    /** Records were set aside. */
    DEAD_LETTERS(TOPIC, WARNING, "Records were set aside that nobody could use"),
    /** There are more alerts than are kept. */
    ALERTS_OVERFLOW(SERVICE, CRITICAL, "There are more alerts than are kept");

    private final AlertSubjectKind subjects;
    private final AlertSeverity severity;
    private final String title;

    AlertRule(AlertSubjectKind subjects, AlertSeverity severity, String title) {
        this.subjects = subjects;
        this.severity = severity;
        this.title = title;
    }

    /** Stable, for programs, file names and labels: {@code host-failed}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The rule with this code. */
    public static Optional<AlertRule> withCode(String code) {
        return Arrays.stream(values()).filter(rule -> rule.code().equals(code)).findFirst();
    }

    /** What it is about. */
    public AlertSubjectKind subjects() {
        return subjects;
    }

    /** How much it matters. */
    public AlertSeverity severity() {
        return severity;
    }

    /** In one sentence, for lists. */
    public String title() {
        return title;
    }

    /** The alert of this rule about this thing. */
    public AlertFingerprint fingerprint(String subject) {
        return new AlertFingerprint(code() + "." + subject);
    }

    /** A thing of the kind that this rule is about. */
    public AlertSubject subject(String id) {
        return new AlertSubject(subjects, id);
    }
}
