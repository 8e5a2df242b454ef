package io.berth.keyvault.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.UnprotectRefusal;
import io.berth.contracts.keyvault.UnsealMethod;
import io.berth.keyvault.domain.Refusal.Sort;
import io.berth.keyvault.domain.access.Right;
import io.berth.keyvault.domain.backup.BackupId;
import io.berth.keyvault.domain.seal.SealState;
import io.berth.keyvault.domain.seal.SealState.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RefusalTest {
    private static final RingId RING = new RingId("r");
    private static final BackupId BACKUP = new BackupId("20260314T092653Z-0a1b2c3d");

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(
                        new BackupRefusal.BackupsOff(), "backups-off", Sort.CONFLICT, Map.of()),
                Arguments.of(
                        new BackupRefusal.FolderUnfit("it is open to all", "chmod 0700 it"),
                        "backup-folder-unfit",
                        Sort.CONFLICT,
                        Map.of()),
                Arguments.of(
                        new BackupRefusal.UnknownBackup("b1"),
                        "unknown-backup",
                        Sort.ABSENT,
                        Map.of("backup", "b1")),
                Arguments.of(
                        new BackupRefusal.MalformedBackup(BACKUP, "it ends within its head"),
                        "malformed-backup",
                        Sort.RULE,
                        Map.of("backup", BACKUP.value())),
                Arguments.of(
                        new BackupRefusal.BackupNotAuthentic(BACKUP),
                        "backup-not-authentic",
                        Sort.RULE,
                        Map.of("backup", BACKUP.value())),
                Arguments.of(
                        new BackupRefusal.BackupOfAnotherVault(
                                BACKUP, new UUID(0, 1), new UUID(0, 2)),
                        "backup-of-another-vault",
                        Sort.CONFLICT,
                        Map.of("of", new UUID(0, 1).toString(), "own", new UUID(0, 2).toString())),
                Arguments.of(
                        new BackupRefusal.BackupUnderAnotherRootKey(BACKUP),
                        "backup-under-another-root-key",
                        Sort.CONFLICT,
                        Map.of("backup", BACKUP.value())),
                Arguments.of(
                        new BackupRefusal.BackupOfAnotherVersion(BACKUP, "6", "7"),
                        "backup-of-another-version",
                        Sort.CONFLICT,
                        Map.of("of", "6", "own", "7")),
                Arguments.of(
                        new BackupRefusal.VaultNotEmpty(3, 2),
                        "vault-not-empty",
                        Sort.CONFLICT,
                        Map.of("keysInUse", 3L, "rotated", 2L)),
                Arguments.of(
                        new Refusal.RingNotPermitted(RING, new Principal("alice")),
                        "ring-not-permitted",
                        Sort.FORBIDDEN,
                        Map.of("ring", "r", "principal", "alice")),
                Arguments.of(
                        new Refusal.UnknownRing("r"),
                        "unknown-ring",
                        Sort.ABSENT,
                        Map.of("ring", "r")),
                Arguments.of(
                        new Refusal.RingExists(RING),
                        "ring-already-exists",
                        Sort.CONFLICT,
                        Map.of("ring", "r")),
                Arguments.of(
                        new Refusal.TooManyRings(1000, 1000),
                        "too-many-rings",
                        Sort.CONFLICT,
                        Map.of("count", 1000L, "max", 1000L)),
                Arguments.of(
                        new Refusal.RingExhausted(RING, new KeyVersion(9)),
                        "ring-exhausted",
                        Sort.CONFLICT,
                        Map.of("ring", "r", "last", 9L)),
                Arguments.of(
                        new Refusal.RevisionStale(RING, 3, 4),
                        "stale-revision",
                        Sort.STALE,
                        Map.of("ring", "r", "expected", 3L, "actual", 4L)),
                Arguments.of(
                        new Refusal.MinimumAboveCurrent(RING, new KeyVersion(9), new KeyVersion(8)),
                        "minimum-above-current",
                        Sort.RULE,
                        Map.of("ring", "r", "minimum", 9L, "current", 8L)),
                Arguments.of(
                        new KeyRefusal.UnknownKey(RING, "7"),
                        "unknown-key",
                        Sort.ABSENT,
                        Map.of("ring", "r", "version", "7")),
                Arguments.of(
                        new KeyRefusal.KeyElsewhere(RING, new KeyVersion(7), Place.local("node-1")),
                        "key-kept-elsewhere",
                        Sort.CONFLICT,
                        Map.of("ring", "r", "version", 7L, "place", "local:node-1")),
                Arguments.of(
                        new AccessRefusal.AccessDenied(
                                new Principal("bob"), Right.DELETE_SUBTREE, "CN=r,DC=local"),
                        "access-denied",
                        Sort.FORBIDDEN,
                        Map.of(
                                "principal",
                                "bob",
                                "right",
                                "delete subtree",
                                "object",
                                "CN=r,DC=local")),
                Arguments.of(
                        new AccessRefusal.ContainerRightsMissing(
                                "CN=r,DC=local",
                                List.of(Right.GENERIC_READ, Right.CREATE_ALL_CHILD_OBJECTS)),
                        "container-rights-missing",
                        Sort.UNAVAILABLE,
                        Map.of("container", "CN=r,DC=local")),
                Arguments.of(
                        new Refusal.ContainerUnavailable(Place.LDAP, "no answer within 5 s"),
                        "container-unavailable",
                        Sort.UNAVAILABLE,
                        Map.of("place", "ldap")),
                Arguments.of(
                        new MoveRefusal.UnknownMove("7"),
                        "unknown-move",
                        Sort.ABSENT,
                        Map.of("move", "7")),
                Arguments.of(
                        new MoveRefusal.MoveRunning(new UUID(0, 7), Place.LDAP),
                        "move-running",
                        Sort.CONFLICT,
                        Map.of("move", "00000000-0000-0000-0000-000000000007", "to", "ldap")),
                Arguments.of(
                        new MoveRefusal.PlaceNotShared(Place.local("node-1")),
                        "place-not-shared",
                        Sort.RULE,
                        Map.of("to", "local:node-1")),
                Arguments.of(
                        new MoveRefusal.PlaceNotReached(Place.LDAP, List.of(Place.POSTGRES)),
                        "place-not-reached",
                        Sort.CONFLICT,
                        Map.of("to", "ldap", "reached", List.of("postgres"))),
                Arguments.of(
                        new KeyRefusal.BelowMinimum(RING, new KeyVersion(7), new KeyVersion(8)),
                        "key-below-minimum",
                        Sort.RULE,
                        Map.of("ring", "r", "version", 7L, "minimum", 8L)),
                Arguments.of(
                        new KeyRefusal.WaitOutOfRange(
                                Duration.ofHours(5), Duration.ofDays(1), Duration.ofDays(30)),
                        "wait-out-of-range",
                        Sort.RULE,
                        Map.of("waitFor", "PT5H", "min", "PT24H", "max", "PT720H")),
                Arguments.of(
                        new KeyRefusal.NotTheHolder(
                                RING, new Principal("replica"), new Principal("inventory")),
                        "not-the-holder",
                        Sort.FORBIDDEN,
                        Map.of("principal", "replica", "holder", "inventory")),
                Arguments.of(
                        new KeyRefusal.UnknownHolder(RING, new Principal("replica")),
                        "unknown-holder",
                        Sort.ABSENT,
                        Map.of("ring", "r", "holder", "replica")),
                Arguments.of(
                        new KeyRefusal.HolderStillPermitted(RING, new Principal("replica")),
                        "holder-still-permitted",
                        Sort.CONFLICT,
                        Map.of("ring", "r", "holder", "replica")),
                Arguments.of(
                        new KeyRefusal.CountOutOfTime(
                                RING,
                                Instant.parse("2026-03-01T00:00:00Z"),
                                Instant.parse("2026-03-02T00:00:00Z"),
                                Instant.parse("2026-03-03T00:00:00Z")),
                        "count-out-of-time",
                        Sort.CONFLICT,
                        Map.of(
                                "countedAt",
                                "2026-03-01T00:00:00Z",
                                "last",
                                "2026-03-02T00:00:00Z",
                                "now",
                                "2026-03-03T00:00:00Z")),
                Arguments.of(
                        new SealRefusal.VaultSealed(
                                new SealState.Sealed(
                                        UnsealMethod.SHARES, Waiting.SHARES, 1, 3, null)),
                        "vault-sealed",
                        Sort.UNAVAILABLE,
                        Map.of("sharesGiven", 1, "sharesNeeded", 3)),
                Arguments.of(
                        new SealRefusal.WrongPassphrase(4),
                        "wrong-passphrase",
                        Sort.FORBIDDEN,
                        Map.of("attemptsLeft", 4)),
                Arguments.of(
                        new SealRefusal.TooManyAttempts(5, Duration.ofSeconds(42)),
                        "too-many-attempts",
                        Sort.TOO_OFTEN,
                        Map.of("limit", 5, "retryAfterSeconds", 42L)),
                Arguments.of(
                        new SealRefusal.ShareOfAnotherSet("aa", "bb"),
                        "share-of-another-set",
                        Sort.RULE,
                        Map.of("set", "aa", "wanted", "bb")),
                Arguments.of(
                        new SealRefusal.ShareAlreadyGiven(2, 1, 3),
                        "share-already-given",
                        Sort.CONFLICT,
                        Map.of("index", 2, "sharesGiven", 1, "sharesNeeded", 3)),
                Arguments.of(
                        new SealRefusal.TooFewShares(1, 3),
                        "too-few-shares",
                        Sort.RULE,
                        Map.of("sharesGiven", 1, "sharesNeeded", 3)),
                Arguments.of(
                        new SealRefusal.MalformedShare("is too long"),
                        "malformed-share",
                        Sort.RULE,
                        Map.of("wrong", "is too long")),
                Arguments.of(
                        new SealRefusal.NotConfigured(UnsealMethod.FILE, "some.setting"),
                        "unseal-source-not-configured",
                        Sort.CONFLICT,
                        Map.of("method", "FILE", "setting", "some.setting")),
                Arguments.of(new Refusal.NoRecords(), "no-records", Sort.RULE, Map.of()),
                Arguments.of(
                        new Refusal.TooManyRecords(1001, 1000),
                        "too-many-records",
                        Sort.RULE,
                        Map.of("count", 1001L, "max", 1000L)),
                Arguments.of(
                        new Refusal.PlaintextTooLong(3, 65_537, 65_536),
                        "plaintext-too-long",
                        Sort.RULE,
                        Map.of("index", 3, "bytes", 65_537L, "max", 65_536L)));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void tellsCodeFiguresAndWhatToDo(
            Refusal refusal, String code, Sort sort, Map<String, Object> values) {
        Refusal.Wording wording = refusal.wording();

        assertThat(wording.code()).isEqualTo(code);
        assertThat(wording.sort()).isEqualTo(sort);
        assertThat(wording.values()).containsAllEntriesOf(values);
        values.values().forEach(value -> assertThat(wording.detail()).contains(value.toString()));
        assertThat(wording.hint()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource
    void noReasonAgainstACiphertextSaysMoreThanItsCode(UnprotectRefusal reason) {
        Refusal.Wording wording = new Refusal.NotOpened(reason).wording();

        assertThat(wording.values()).isEmpty();
        assertThat(wording.code())
                .isEqualTo(
                        switch (reason) {
                            case MALFORMED -> "malformed-ciphertext";
                            case UNKNOWN_VERSION -> "unknown-key-version";
                            case BELOW_MINIMUM -> "key-below-minimum";
                            case KEY_DISABLED -> "key-disabled";
                            case KEY_DESTROYED -> "key-destroyed";
                            case KEPT_ELSEWHERE -> "key-kept-elsewhere";
                            case NOT_AUTHENTIC -> "ciphertext-not-authentic";
                            case NOT_PERMITTED -> "ring-not-permitted";
                        });
    }

    @Test
    void aForeignRecordAndAForeignRingAreOneAnswer() {
        assertThat(new Refusal.NotOpened(UnprotectRefusal.NOT_AUTHENTIC).wording().detail())
                .isEqualTo("It was changed, or made for another record or under another ring");
    }
}
